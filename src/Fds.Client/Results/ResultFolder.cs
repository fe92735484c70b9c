using System.Text;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>
/// A study's result folder, claimed for it: no file that this program did not write is replaced, nor are another study's results. The files
/// are written aside first and then renamed, so that a disk that is full leaves those that were there, and the summary is there only beside
/// all the others.
/// </summary>
internal sealed class ResultFolder
{
    private const string Aside = ".fds-results.new";
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);
    private readonly StudySubmission study;
    private readonly ClaimMode mode;

    private ResultFolder(string path, StudySubmission study, ClaimMode mode)
    {
        Root = path;
        this.study = study;
        this.mode = mode;
    }

    /// <summary>Its full path.</summary>
    public string Root { get; }

    private string Name => study.Specification.Name;

    /// <summary>Makes a folder where it is absent, and claims it for a study's results.</summary>
    /// <param name="folder">The folder, as the user named it.</param>
    /// <param name="study">The study.</param>
    /// <param name="mode">What may be replaced.</param>
    /// <exception cref="ConsoleException">It cannot be made or written, or holds what is not this study's.</exception>
    public static ResultFolder Claim(string folder, StudySubmission study, ClaimMode mode)
    {
        ResultFolder claimed = new(Folders.Make(folder), study, mode);
        claimed.Try(ExitCodes.Usage, claimed.Claim);
        return claimed;
    }

    /// <summary>Replaces the results that are there.</summary>
    /// <exception cref="ConsoleException">They cannot be written, or somebody has put files of the same names there.</exception>
    public void Write(StudyResult result) => Try(ExitCodes.StudyFailed, () =>
    {
        RequireOwn();
        string aside = Path.Combine(Root, Aside);
        Discard(aside);
        try
        {
            Directory.CreateDirectory(aside);
            Replace(aside, ResultFiles.Of(result));
        }
        finally
        {
            Discard(aside);
        }
    });

    private void Claim()
    {
        FolderOwner owner = new(Root);
        if (owner.IsStateForeign())
        {
            throw Refuse($"its folder {FolderOwner.StateName} was not made by fds", remedy: null);
        }

        RequireSame(owner);
        RequireOwn();
        WriteMarker(owner.Mark(Name), Root);
    }

    private void RequireSame(FolderOwner owner)
    {
        if (mode.Force)
        {
            return;
        }

        if (owner.Study is { } other && other != Name)
        {
            throw Refuse($"it holds the study '{other}', not '{Name}'");
        }

        if (!mode.Anew && owner.Submission() is { } known && !StudyComparison.AreSame(known, study))
        {
            throw Refuse($"it holds results of another study named '{Name}'{Differing.Words(StudyComparison.Differences(known, study))}", mode.Remedy);
        }
    }

    private void RequireOwn()
    {
        if (ResultFiles.Names.Append(ResultMarker.Name).Where(name => Directory.Exists(Path.Combine(Root, name))).ToArray() is [_, ..] folders)
        {
            throw Refuse($"it has folders with the names of result files: {string.Join(", ", folders)}", remedy: null);
        }

        if (!mode.Force && new FolderOwner(Root).Foreign() is [_, ..] foreign)
        {
            throw Refuse($"these files were not written by fds, or were changed since: {string.Join(", ", foreign)}");
        }
    }

    private ConsoleException Refuse(string why, string? remedy = ClaimMode.Replace) =>
        new(ExitCodes.Usage, $"the results of '{Name}' cannot go to {Root}: {why}. Name another folder with --to{(remedy is null ? "" : $", or {remedy}")}.");

    private void Try(int exitCode, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            string next = exitCode == ExitCodes.Usage ? "" : " The study keeps what it learned. Fix this and run the same command again.";
            throw new ConsoleException(exitCode, $"the results of '{Name}' cannot be written to {Root}: {FileFault.Reason(e, Root)}.{next}", e);
        }
    }

    /// <summary>Everything is on the disk before anything is replaced, and renaming takes no room.</summary>
    private void Replace(string aside, IReadOnlyList<(string Name, string Content)> files)
    {
        foreach ((string name, string content) in files)
        {
            WriteFile(Path.Combine(aside, name), content);
        }

        ResultMarker written = new(Name, Replacing: true, files.ToDictionary(file => file.Name, file => ResultMarker.HashOf(Path.Combine(aside, file.Name))));
        WriteMarker(written, aside);
        foreach (string former in ResultFiles.Names.Where(name => name == ResultFiles.Summary || files.All(file => file.Name != name)))
        {
            File.Delete(Path.Combine(Root, former));
        }

        foreach ((string name, _) in files)
        {
            File.Move(Path.Combine(aside, name), Path.Combine(Root, name), overwrite: true);
        }

        WriteMarker(written with { Replacing = false }, aside);
    }

    private void WriteMarker(ResultMarker marker, string aside)
    {
        string temporary = Path.Combine(aside, ResultMarker.Name + ".new");
        string path = Path.Combine(Root, ResultMarker.Name);
        WriteFile(temporary, marker.ToJson());
        File.Move(temporary, path, overwrite: true);
    }

    private static void Discard(string aside)
    {
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static void WriteFile(string path, string content)
    {
        File.Delete(path);
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(Encoding.GetBytes(content));
        file.Flush(flushToDisk: true);
    }
}
