using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>How an outer step computes the next values from its replicas' results.</summary>
internal interface IOuterRule
{
    /// <summary>The schedules that a replica trains with if they differ from the learned values; else null.</summary>
    KindMap<ImmutableArray<double>>? OfReplica(ImmutableArray<LearnedValue> values, int replica, int outerStep);

    /// <summary>The next values, and a reading for each learned window.</summary>
    OuterUpdate Update(ImmutableArray<LearnedValue> values, OuterEvidence evidence);

    /// <summary>Returns a learned value to an earlier one, with shorter steps from there.</summary>
    LearnedValue Undo(LearnedValue value, double earlier);

    /// <summary>Whether every learned value has converged.</summary>
    bool HasConverged(ImmutableArray<LearnedValue> values);
}
