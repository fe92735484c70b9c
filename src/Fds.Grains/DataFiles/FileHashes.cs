using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Fds.Grains.DataFiles;

/// <summary>The SHA-256 of files, read once for each state of a file: a length and a time of change.</summary>
internal sealed class FileHashes
{
    private readonly ConcurrentDictionary<string, (long Bytes, DateTime ChangedAt, Lazy<Task<string>> Hash)> known = new(StringComparer.Ordinal);

    /// <summary>A file's SHA-256, as lower-case hexadecimal digits; it may take as long as the file takes to be read.</summary>
    public Task<string> Of(FileInfo file)
    {
        string path = file.FullName;
        (long, DateTime) now = (file.Length, file.LastWriteTimeUtc);
        return known.AddOrUpdate(path, _ => Read(), (_, before) => (before.Bytes, before.ChangedAt) == now && !before.Hash.Value.IsFaulted ? before : Read()).Hash.Value;

        (long, DateTime, Lazy<Task<string>>) Read() => (now.Item1, now.Item2, new(() => Task.Run(() => Hash(path))));
    }

    /// <summary>Notes the SHA-256 of a file that was just written.</summary>
    public void Know(string path, string sha256)
    {
        FileInfo file = new(path);
        if (file.Exists)
        {
            known[path] = (file.Length, file.LastWriteTimeUtc, new(Task.FromResult(sha256)));
        }
    }

    private static async Task<string> Hash(string path)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
