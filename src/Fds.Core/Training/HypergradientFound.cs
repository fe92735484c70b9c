using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;

namespace Fds.Core.Training;

/// <summary>The result of a pass over a run.</summary>
/// <param name="Hypergradient">ĥ per requested column; not all finite where the derivatives overflowed.</param>
/// <param name="Steps">The hypergradients of single inner steps; null where the pass does not see them.</param>
internal sealed record HypergradientFound(ImmutableArray<double> Hypergradient, PerKind<ImmutableArray<double>>? Steps);
