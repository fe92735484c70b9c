using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>How an outer step makes the next values of what its replicas found.</summary>
internal interface IOuterRule
{
    /// <summary>The schedules that a replica trains with, where they are not those of the values; else null.</summary>
    KindMap<ImmutableArray<double>>? OfReplica(ImmutableArray<LearnedValue> values, int replica, int outerStep);

    /// <summary>The next values, and a reading for each learned window.</summary>
    OuterUpdate Update(ImmutableArray<LearnedValue> values, OuterEvidence evidence);

    /// <summary>A learned value that takes up an earlier one again, to leave it by shorter steps.</summary>
    LearnedValue Undo(LearnedValue value, double earlier);

    /// <summary>Whether every learned value has converged.</summary>
    bool HasConverged(ImmutableArray<LearnedValue> values);
}
