using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>How an outer step makes the next values of what its replicas found.</summary>
internal interface IOuterRule
{
    /// <summary>The schedules that a replica trains with, where they are not those of the values; else null.</summary>
    ScheduleValues? OfReplica(ImmutableArray<LearnedValue> values, int replica, int outerStep);

    /// <summary>The next values, and a reading for each learned window.</summary>
    OuterUpdate Update(ImmutableArray<LearnedValue> values, OuterEvidence evidence);

    /// <summary>Earlier values taken up again, to be left by shorter steps.</summary>
    ImmutableArray<LearnedValue> BackTo(ImmutableArray<LearnedValue> values, ScheduleValues earlier);

    /// <summary>Whether every learned value has converged.</summary>
    bool HasConverged(ImmutableArray<LearnedValue> values);
}
