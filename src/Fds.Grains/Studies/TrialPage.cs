using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>A full page of a study's trials, as it is stored.</summary>
[GenerateSerializer]
[Alias("fds.TrialPage")]
internal sealed class TrialPage
{
    /// <summary>The trials, in the order in which they came.</summary>
    [Id(0)]
    public ImmutableArray<TrialRecord> Trials { get; set; } = [];
}
