using System.Text.Json;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Results;

/// <summary>
/// Which study's results a folder holds, and which of its files this program did not write. Folders of builds before there was a marker are
/// known by their summary, or by the state of the study that was run there.
/// </summary>
internal sealed class FolderOwner
{
    /// <summary>Where <c>fds run</c> keeps the state of the study that it runs.</summary>
    public const string StateName = ".state";

    private const long LargestSummary = 1 << 28;
    private readonly string folder;
    private readonly ResultMarker? marker;

    public FolderOwner(string folder)
    {
        this.folder = folder;
        marker = ResultMarker.Of(folder);
        string? summarised = marker is null ? StudyOfSummary() : null;
        IsUnmarked = summarised is not null;
        Study = marker?.Study ?? summarised ?? StudyOfState();
    }

    /// <summary>The study; null where the folder holds no results and no study is run there.</summary>
    public string? Study { get; }

    /// <summary>Whether the results are there without a marker.</summary>
    private bool IsUnmarked { get; }

    /// <summary>The files that a study's results would replace and that this program did not write, or did and somebody has changed since.</summary>
    public IReadOnlyList<string> Foreign() => [.. ResultFiles.Names.Append(ResultMarker.Name).Where(IsForeign)];

    /// <summary>Whether the folder for the state is somebody else's.</summary>
    public bool IsStateForeign()
    {
        string state = Path.Combine(folder, StateName);
        return marker is null && Directory.Exists(state) && Directory.EnumerateFileSystemEntries(state).Any() && !File.Exists(Path.Combine(state, ".lock"));
    }

    /// <summary>The study file that the results came from; null where it is not there as it was written.</summary>
    public StudySubmission? Submission()
    {
        string path = Path.Combine(folder, ResultFiles.Study);
        if (!File.Exists(path) || IsForeign(ResultFiles.Study))
        {
            return null;
        }

        string text = File.ReadAllText(path);
        return StudyFileReader.Read(text, path).Specification is { } specification ? new() { Specification = specification, File = text } : null;
    }

    /// <summary>The results that are there, as a marker has them: of files that are this program's.</summary>
    public ResultMarker Mark(string study) =>
        new(study, marker?.Replacing == true, ResultFiles.Names.Where(name => File.Exists(Path.Combine(folder, name)) && !IsForeign(name)).ToDictionary(name => name, name => ResultMarker.HashOf(Path.Combine(folder, name))));

    private bool IsForeign(string name)
    {
        FileInfo file = new(Path.Combine(folder, name));
        if (file.LinkTarget is not null || Directory.Exists(file.FullName))
        {
            return true;
        }

        return file.Exists && !IsUnmarked && (name == ResultMarker.Name ? marker is null : marker?.Wrote(file.FullName) != true);
    }

    /// <summary>The study of a summary as this program writes it; null where that is none.</summary>
    private string? StudyOfSummary()
    {
        try
        {
            FileInfo file = new(Path.Combine(folder, ResultFiles.Summary));
            if (!file.Exists || file.Length > LargestSummary)
            {
                return null;
            }

            using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(file.FullName));
            JsonElement root = summary.RootElement;
            bool ours = root.TryGetProperty("outerSteps", out JsonElement steps) && steps.ValueKind == JsonValueKind.Number
                && root.TryGetProperty("methods", out JsonElement methods) && methods.ValueKind == JsonValueKind.Array
                && root.TryGetProperty("versions", out JsonElement versions) && versions.TryGetProperty("fds", out _);
            return ours && root.TryGetProperty("study", out JsonElement study) ? study.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException || FileFault.Is(e))
        {
            return null;
        }
    }

    /// <summary>The study whose state is there: the one that the others, if any, belong to, so that its name is the shortest.</summary>
    private string? StudyOfState()
    {
        string states = Path.Combine(folder, StateName, "study");
        return Directory.Exists(states)
            ? Directory.EnumerateFiles(states, "*.state").Select(file => Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file)).Split('/')[^1]).OrderBy(name => name.Length).FirstOrDefault()
            : null;
    }
}
