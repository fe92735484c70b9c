namespace Fds.Core.Search.Plans;

/// <summary>One member of a population and its trials so far.</summary>
/// <param name="number">Which one, from 0.</param>
internal sealed class PopulationMember(int number)
{
    private readonly List<PastTrial> trials = [];

    public int Number => number;

    /// <summary>The trial whose end state it continues from unless it takes over another's; null before its first segment has succeeded.</summary>
    public PastTrial? LastFinite => trials.FindLast(record => record.IsFinite);

    /// <summary>The segment after the last that went well.</summary>
    public int NextSegment => LastFinite is null ? 0 : LastFinite.Trial.Segment + 1;

    /// <summary>Whether its latest trial diverged.</summary>
    public bool HasDiverged => trials is [.., { IsTold: true, IsFinite: false }];

    /// <summary>Adds a trial that was asked.</summary>
    public void Add(PastTrial record) => trials.Add(record);

    /// <summary>Whether it waits for its next segment.</summary>
    public bool IsReady(int segments) => trials is not [.., { IsPending: true }] && NextSegment < segments;

    /// <summary>Its latest result among those of the segments up to one.</summary>
    public PastTrial? LatestUpTo(int segment) => trials.FindLast(record => record.IsTold && record.Trial.Segment <= segment);
}
