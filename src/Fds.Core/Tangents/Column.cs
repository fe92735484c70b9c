using Fds.Core.Schedules;

namespace Fds.Core.Tangents;

/// <summary>One column of the tangent: the derivative with respect to one window of one schedule.</summary>
/// <param name="Kind">Whose schedule.</param>
/// <param name="Window">Which window, from 0.</param>
public readonly record struct Column(HyperparameterKind Kind, int Window);
