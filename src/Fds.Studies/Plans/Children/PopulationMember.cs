using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>What a study remembers of one member of its population, or of one of the methods that it compares.</summary>
[GenerateSerializer]
[Alias("fds.PopulationMember")]
internal sealed class PopulationMember
{
    /// <summary>As last heard.</summary>
    [Id(0)]
    public required MemberStatus Status { get; set; }

    /// <summary>Where it starts: every window of every schedule.</summary>
    [Id(1)]
    public required ImmutableArray<LearnedValue> Start { get; set; }

    /// <summary>Whether it is done with learning: all that is left for it is retraining.</summary>
    [Id(50)]
    public bool HasLearned { get; set; }

    /// <summary>Why it is not asked any more; null where it is.</summary>
    [Id(160)]
    public string? GivenUp { get; set; }
}
