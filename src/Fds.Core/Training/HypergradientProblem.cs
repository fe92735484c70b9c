using Fds.Core.Curvature;
using Fds.Core.Tangents;

namespace Fds.Core.Training;

/// <summary>The problem of computing a hypergradient, in either mode.</summary>
/// <param name="Inner">Horizon, schedules, clamps and pruning.</param>
/// <param name="Columns">The learned columns.</param>
/// <param name="Engine">Evaluates losses.</param>
/// <param name="Batches">The mini-batches.</param>
/// <param name="CostOfStep">What an inner step costs, in gradient steps, by the number of Hessian products.</param>
internal sealed record HypergradientProblem(InnerProblem Inner, ColumnLayout Columns, ICurvatureEngine Engine, IBatchSource Batches, Func<int, double> CostOfStep);
