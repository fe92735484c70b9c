using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Quadratics;

/// <summary>
/// The loss L(θ) = ½ Σ a_i (θ_i − 1)² over eight weights with curvatures a_i = i/8, the same at every inner step: a study of it takes
/// milliseconds, and what it learns can be worked out by hand. It needs no data; its batches are empty.
/// </summary>
/// <remarks>
/// Without momentum and decay the error e = θ − 1 shrinks by 1 − α a_i at every step, so that with learning rates α_j in windows of
/// N_j steps e_T = e_0 Π_j (1 − α_j a)^N_j, and the hypergradient, averaged over a window, is ĥ_j = − Σ_i a_i² e_T,i² / (1 − α_j a_i).
/// </remarks>
public sealed class QuadraticProblem : ICurvatureEngine, IBatchSource, IDisposable
{
    /// <summary>P: number of weights.</summary>
    public const int Weights = 8;

    private readonly Tensor curvatures;

    /// <summary>Its weights as two parameters, so that groups can be tried: <c>flat1.weight</c>, the half with the smaller curvatures, and <c>steep1.weight</c>.</summary>
    public static ParameterLayout Layout { get; } = new([new("flat.weight", ParameterRole.Weight, [Weights / 2], 1), new("steep.weight", ParameterRole.Weight, [Weights / 2], 1)]);

    /// <summary>The problem in a precision, on the CPU or a device.</summary>
    public QuadraticProblem(ScalarType type, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        curvatures = arange(1.Kept(), (Weights + 1).Kept(), ScalarType.Float64, CPU).div_(Weights.Kept()).to(type, device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor error = weights.Minus(1);
        Tensor gradient = error * curvatures;
        Tensor loss = (error * gradient).sum().Divide(2);
        return new(loss.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope(), (directions(gradient) * curvatures).MoveToOuterDisposeScope());
    }

    /// <summary>L at given weights.</summary>
    public double Loss(Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        return Evaluate(weights, weights, weights, zeros([0, Weights], weights.dtype, weights.device)).Loss.to(ScalarType.Float64).item<double>();
    }

    /// <summary>∇L at given weights, shape [P].</summary>
    internal Tensor Gradient(Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        return Evaluate(weights, weights, weights, zeros([0, Weights], weights.dtype, weights.device)).Gradient.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public (Tensor Images, Tensor Labels) Next(int step) => (zeros(0, device: CPU), zeros(0, ScalarType.Int64, CPU));

    /// <inheritdoc/>
    public void Dispose() => curvatures.Dispose();
}
