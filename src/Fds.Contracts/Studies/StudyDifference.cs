namespace Fds.Contracts.Studies;

/// <summary>A field in which two study files differ, defaults filled in.</summary>
/// <param name="Field">Its path, e.g. <c>spec.outer.steps</c>.</param>
/// <param name="Old">Its value in the file that was there first, as JSON.</param>
/// <param name="New">Its value in the other.</param>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyDifference")]
public sealed record StudyDifference([property: Id(0)] string Field, [property: Id(1)] string Old, [property: Id(2)] string New)
{
    /// <summary>One difference for people: <c>field: old -> new</c>.</summary>
    public override string ToString() => $"{Field}: {Old} -> {New}";
}
