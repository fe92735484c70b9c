using Fds.Contracts.Studies.File;

namespace Fds.Client.StudyFiles;

/// <summary>What a folder has to offer to somebody who named it, or a file in it that is not there, as a study file.</summary>
internal static class StudyFolder
{
    private const int Shown = 8;
    private const int LookedInto = 200;
    private const int Beginning = 4096;
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>The study files that a folder holds, in words that go on a sentence.</summary>
    public static string Content(string folder)
    {
        string[] studies = Studies(folder);
        return studies.Length switch
        {
            0 => "and holds no study file; expected a file",
            <= Shown => $"which holds the study files {string.Join(", ", studies)}; expected one of them",
            _ => $"which holds the study files {string.Join(", ", studies.Take(Shown))} and {studies.Length - Shown} more; expected one of them",
        };
    }

    /// <summary>A file of nearly that name in the same folder, as a hint; nothing where there is none.</summary>
    public static string Hint(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        string name = Path.GetFileName(path);
        string[] studies = path.Length == 0 || File.Exists(path) || !Directory.Exists(folder) ? [] : Studies(folder);
        string? near = studies.FirstOrDefault(study => Path.GetFileNameWithoutExtension(study) == name) ?? NearestName.Find(name, studies);
        return near is null ? "" : $" Did you mean '{Path.Combine(Path.GetDirectoryName(path) ?? "", near)}'?";
    }

    private static string[] Studies(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(file => Endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).Take(LookedInto).Where(IsStudy).Select(file => Path.GetFileName(file))];
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            return [];
        }
    }

    private static bool IsStudy(string file)
    {
        try
        {
            using StreamReader reader = new(file);
            char[] beginning = new char[Beginning];
            return new FileInfo(file).Length > 0 && new string(beginning, 0, reader.ReadBlock(beginning)).Contains("fds/v1", StringComparison.Ordinal);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            return false;
        }
    }
}
