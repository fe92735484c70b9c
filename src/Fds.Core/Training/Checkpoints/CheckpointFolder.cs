using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run: a folder with the newest two. A write is a temporary file, flushed to disk and renamed, so that a crash
/// leaves what was there. Processes may share the folder: whoever writes the same run at the same step writes the same content.
/// </summary>
/// <param name="path">The folder; made where it is absent.</param>
public sealed class CheckpointFolder(string path)
{
    private const int Kept = 2;
    private const string Extension = ".checkpoint";
    private const string TemporaryExtension = ".tmp";
    private const string RejectedExtension = ".rejected";

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Stores a snapshot, then drops all but the newest two.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public long Write(RunIdentity run, RunSnapshot snapshot)
    {
        Directory.CreateDirectory(Path);
        string target = FileAt(snapshot.Step);
        string temporary = $"{target}.{Guid.NewGuid():N}{TemporaryExtension}";
        long length;
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                SnapshotFile.Write(file, run, snapshot);
                file.Flush(flushToDisk: true);
                length = file.Length;
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        foreach (string old in Newest().Skip(Kept))
        {
            File.Delete(old);
        }

        return length;
    }

    /// <summary>
    /// The newest checkpoint that can be used, its tensors in host memory and in the caller's dispose scope; null where there is none.
    /// One that cannot be used is set aside under another name, and what an interrupted write left is removed.
    /// </summary>
    /// <param name="run">Whose it must be.</param>
    /// <param name="template">Has the tensors that must be in it, by name, type and shape.</param>
    /// <param name="rejected">Told of each file that cannot be used, and why.</param>
    public RunSnapshot? Read(RunIdentity run, RunSnapshot template, Action<string, string> rejected)
    {
        if (!Directory.Exists(Path))
        {
            return null;
        }

        foreach (string unfinished in Directory.EnumerateFiles(Path, $"*{TemporaryExtension}"))
        {
            File.Delete(unfinished);
        }

        foreach (string file in Newest())
        {
            try
            {
                return ReadFile(file, run, template);
            }
            catch (FileNotFoundException)
            {
                // Another process, whose attempt does not count any more, has just dropped it for a newer one.
            }
            catch (CheckpointException e)
            {
                rejected(file, e.Message);
                File.Move(file, file + RejectedExtension, overwrite: true);
            }
        }

        return null;
    }

    /// <summary>
    /// The checkpoint at one inner step, with tensors as those of <see cref="Read"/>. The folder is not changed, even if the checkpoint is
    /// damaged.
    /// </summary>
    /// <param name="step">Inner steps done by then.</param>
    /// <param name="run">Whose it must be.</param>
    /// <param name="template">Has the tensors that must be in it, by name, type and shape.</param>
    /// <exception cref="CheckpointException">It cannot be used.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public RunSnapshot ReadAt(int step, RunIdentity run, RunSnapshot template) => ReadFile(FileAt(step), run, template);

    /// <summary>Drops everything in the folder, and the folder itself where nothing else is below it.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public void Remove()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        foreach (string file in Directory.GetFiles(Path))
        {
            File.Delete(file);
        }

        if (!Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
        }
    }

    private static RunSnapshot ReadFile(string file, RunIdentity run, RunSnapshot template)
    {
        using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
        return SnapshotFile.Read(content, run, template);
    }

    private string FileAt(int step) => System.IO.Path.Combine(Path, step.ToString("D10", CultureInfo.InvariantCulture) + Extension);

    private IEnumerable<string> Newest() => Directory.GetFiles(Path, $"*{Extension}").OrderDescending(StringComparer.Ordinal);
}
