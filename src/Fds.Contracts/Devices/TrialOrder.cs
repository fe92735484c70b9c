namespace Fds.Contracts.Devices;

/// <summary>What a trial is, beside the study and the schedules.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.TrialOrder")]
public sealed record TrialOrder
{
    /// <summary>How much of a whole run it is, in parts of <see cref="MaximumResource"/>.</summary>
    [Id(0)]
    public required int Resource { get; init; }

    /// <summary>R: parts in a whole run.</summary>
    [Id(1)]
    public required int MaximumResource { get; init; }

    /// <summary>Which of a population, or which seed of a greedy method, from 0; with <see cref="IsCut"/> the trial that began its run.</summary>
    [Id(2)]
    public int Member { get; init; } = 0;

    /// <summary>Population-based training: which segment of the horizon it trains, from 0.</summary>
    [Id(3)]
    public int Segment { get; init; } = 0;

    /// <summary>Population-based training: segments of the horizon; 0 for a run from scratch.</summary>
    [Id(4)]
    public int Segments { get; init; } = 0;

    /// <summary>Population-based training: the trial whose end state it goes on from; null: it starts with fresh weights.</summary>
    [Id(5)]
    public int? Parent { get; init; }

    /// <summary>Greedy methods: factor on the hyper steps.</summary>
    [Id(6)]
    public double Factor { get; init; } = 1;

    /// <summary>What everything random in it is derived from; null: the study's seed, as before methods had seeds of their own.</summary>
    [Id(160)]
    public long? Seed { get; init; }

    /// <summary>Whether the parts are parts of a whole run's cost, the evaluation included, and at least those of the lowest rung; false: parts of the horizon.</summary>
    [Id(260)]
    public bool ByCost { get; init; } = false;

    /// <summary>Whether its schedules are those of the whole horizon, cut off where the trial ends; false: they are stretched over the trial.</summary>
    [Id(261)]
    public bool IsCut { get; init; } = false;

    /// <summary>With <see cref="IsCut"/>, the parts at whose end its parent left the state that it goes on from; 0: it starts with fresh weights.</summary>
    [Id(262)]
    public int Begun { get; init; } = 0;
}
