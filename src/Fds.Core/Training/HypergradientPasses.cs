using Fds.Core.Adjoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>The ways of computing a hypergradient.</summary>
internal static class HypergradientPasses
{
    /// <summary>Forward mode, or reverse mode that keeps states as it is told.</summary>
    /// <exception cref="FdsException">The problem asks for what reverse mode has no meaning for.</exception>
    public static IHypergradientPass Create(HypergradientProblem problem, Tensor initialWeights, AdjointMemory? reverse) => reverse is { } memory
        ? new AdjointPass(problem, initialWeights, new(problem.Inner.Horizon, memory))
        : new TangentPass(problem, initialWeights);
}
