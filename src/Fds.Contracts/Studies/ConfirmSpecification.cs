namespace Fds.Contracts.Studies;

/// <summary>Running the best schedules again on fresh seeds, to choose among them by their mean loss.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ConfirmSpecification")]
public sealed record ConfirmSpecification
{
    /// <summary>Runs of each candidate, every candidate with the same seeds; 0: nothing is confirmed.</summary>
    [Id(0)]
    public int Seeds { get; init; } = 0;

    /// <summary>Most candidates.</summary>
    [Id(1)]
    public int Best { get; init; } = 6;
}
