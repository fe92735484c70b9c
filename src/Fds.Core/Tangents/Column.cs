using Fds.Core.Schedules;

namespace Fds.Core.Tangents;

/// <summary>One column of the tangent: the derivative with respect to one window of one schedule.</summary>
/// <param name="Kind">Whose schedule.</param>
/// <param name="Window">Which window, from 0.</param>
/// <param name="Group">Of which group of weights, from 0; 0 as well where all weights share the schedule.</param>
public readonly record struct Column(HyperparameterKind Kind, int Window, int Group = 0)
{
    /// <summary>As fingerprints of runs have it: a column of the first group as one without groups.</summary>
    public override string ToString() => Group == 0 ? $"Column {{ Kind = {Kind}, Window = {Window} }}" : $"Column {{ Kind = {Kind}, Window = {Window}, Group = {Group} }}";
}
