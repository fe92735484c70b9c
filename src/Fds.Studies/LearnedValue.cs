using Fds.Contracts.Studies;

namespace Fds.Studies;

/// <summary>One window of one schedule, with the outer rule's memory of it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.LearnedValue")]
internal sealed record LearnedValue
{
    /// <summary>Kind.</summary>
    [Id(0)]
    public required HyperparameterKind Kind { get; init; }

    /// <summary>Window, from 0.</summary>
    [Id(1)]
    public required int Window { get; init; }

    /// <summary>Whether it is learned.</summary>
    [Id(2)]
    public required bool Learned { get; init; }

    /// <summary>λ.</summary>
    [Id(3)]
    public required double Value { get; init; }

    /// <summary>η.</summary>
    [Id(4)]
    public required double StepSize { get; init; }

    /// <summary>s'.</summary>
    [Id(5)]
    public int PreviousSign { get; init; }

    /// <summary>Whether the last update was projected onto the range.</summary>
    [Id(6)]
    public bool AtRange { get; init; }

    /// <summary>How many updates in a row were projected onto the same end of the range.</summary>
    [Id(7)]
    public int UpdatesAtRange { get; init; }

    /// <summary>Whether the sign has ever flipped.</summary>
    [Id(8)]
    public bool HasFlipped { get; init; }

    /// <summary>How many updates were undone.</summary>
    [Id(9)]
    public int Undone { get; init; }

    /// <summary>Group of parameters that it belongs to, from 0; 0 as well where all parameters share the schedule.</summary>
    [Id(200)]
    public int Group { get; init; }

    /// <summary>Adam: decaying sum of the derivatives by the value's place on its scale.</summary>
    [Id(180)]
    public double FirstMoment { get; init; }

    /// <summary>Adam: decaying sum of their squares.</summary>
    [Id(181)]
    public double SecondMoment { get; init; }

    /// <summary>Adam: number of derivatives in these sums.</summary>
    [Id(182)]
    public int Updates { get; init; }
}
