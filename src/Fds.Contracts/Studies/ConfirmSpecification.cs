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

    /// <summary>Whether black-box methods and the hand confirm their best trials as well.</summary>
    [Id(200)]
    public bool OfSearches { get; init; } = false;

    /// <summary>The runs of a candidate train with learning rates from e^-margin to e^margin times its own, so that one near the edge of stability is passed over; 0: with its own.</summary>
    [Id(201)]
    public double Margin { get; init; } = 0;
}
