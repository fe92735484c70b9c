using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>A study's record of one member of its population, or of one of the methods that it compares.</summary>
[GenerateSerializer]
[Alias("fds.PopulationMember")]
internal sealed class PopulationMember
{
    /// <summary>The last known status.</summary>
    [Id(0)]
    public required MemberStatus Status { get; set; }

    /// <summary>Where it starts: every window of every schedule.</summary>
    [Id(1)]
    public required ImmutableArray<LearnedValue> Start { get; set; }

    /// <summary>Whether it has finished learning and has only retraining left.</summary>
    [Id(50)]
    public bool HasLearned { get; set; }

    /// <summary>Why it is no longer asked; null if it still is.</summary>
    [Id(160)]
    public string? GivenUp { get; set; }
}
