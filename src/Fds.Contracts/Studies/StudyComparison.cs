using System.Collections.Immutable;
using System.Text.Json;
using Fds.Contracts.Studies.File;

namespace Fds.Contracts.Studies;

/// <summary>Whether two study files describe the same study, and where they differ.</summary>
public static class StudyComparison
{
    /// <summary>Whether two submissions are of one study: the same file, or files that mean the same. Comments, order and spelling do not matter.</summary>
    public static bool AreSame(StudySubmission one, StudySubmission other) => one.File == other.File || Canonical(one.Specification) == Canonical(other.Specification);

    /// <summary>The fields in which two submissions differ, by path; none where one of them cannot be read any more.</summary>
    /// <param name="known">The one that was there first.</param>
    /// <param name="asked">The other.</param>
    public static ImmutableArray<StudyDifference> Differences(StudySubmission known, StudySubmission asked) =>
        StudyFileReader.Values(known.File) is { } old && StudyFileReader.Values(asked.File) is { } now
            ? [.. now.Where(field => old.TryGetValue(field.Key, out string? value) && value != field.Value).Select(field => new StudyDifference(field.Key, old[field.Key], field.Value))]
            : [];

    private static string Canonical(StudySpecification study) => JsonSerializer.Serialize(study);
}
