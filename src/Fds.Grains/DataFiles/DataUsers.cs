using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;

namespace Fds.Grains.DataFiles;

/// <summary>Which studies read a file.</summary>
internal static class DataUsers
{
    private const int PageSize = 500;

    /// <summary>The studies that have not ended and are as asked for, in order of their names.</summary>
    public static async Task<IReadOnlyList<string>> Unfinished(IGrainFactory grains, Func<StudySpecification, bool> isAskedFor)
    {
        List<string> users = [];
        string? from = null;
        do
        {
            StudyPage page = await grains.GetGrain<ICatalogueGrain>(0).List(from, PageSize);
            foreach (StudySummary study in page.Studies.Where(study => study.State is StudyState.Running or StudyState.Paused))
            {
                if (await grains.GetGrain<IStudyGrain>(study.Name).GetResult() is { Submission.Specification: var specification } && isAskedFor(specification))
                {
                    users.Add(study.Name);
                }
            }

            from = page.Next;
        }
        while (from is not null);

        return users;
    }

    /// <summary>Whether a study reads a file. Data that are found by their name are taken for all that begins with it.</summary>
    internal static bool Reads(StudySpecification study, string path) =>
        PathsOf(study).Any(own => path == own || path.StartsWith(own + "/", StringComparison.Ordinal))
        || (study.Data.Path is null && Begins(path, study.Data.Name))
        || (study.Model is { IsModule: true, Path: { } module } && FolderOf(path) == FolderOf(Normal(module)));

    /// <summary>Whether a study reads a whole folder that a file would come into.</summary>
    internal static bool ReadsFolderOf(StudySpecification study, string path) => PathsOf(study).Any(own => path.StartsWith(own + "/", StringComparison.Ordinal));

    /// <summary>The paths in the data folder that a study names, without '.' and doubled '/'. Paths of one's own machine are not among them.</summary>
    internal static IEnumerable<string> PathsOf(StudySpecification study) =>
        ((string?[])[study.Data.Path, study.Model.IsOwn ? study.Model.Path : null]).OfType<string>().Where(path => path.Length > 0 && !Path.IsPathRooted(path)).Select(Normal);

    private static string Normal(string path) => Path.GetFullPath(path, "/")[1..];

    private static string FolderOf(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";

    private static bool Begins(string path, string name) => Bare(path).StartsWith(Bare(name), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal);
}
