using Fds.Core.Curvature;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Tangents;

/// <summary>
/// L_t(θ) = (1 + t)·½(θ − 1)ᵀA(θ − 1) with a given symmetric A, in float64: a loss whose gradient and Hessian can be worked out by hand.
/// The batch of a step is its number.
/// </summary>
internal sealed class QuadraticProblem(double[,] hessian) : ICurvatureEngine, IBatchSource
{
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scaled = tensor(hessian) * (1 + images);
        Tensor offset = weights - 1;
        Tensor gradient = scaled.mv(offset);
        return new((offset * gradient).sum().div(2).MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope(), directions(gradient).mm(scaled).MoveToOuterDisposeScope());
    }

    public (Tensor Images, Tensor Labels) Next(int step) => (tensor((double)step), zeros(0, ScalarType.Int64));

    /// <summary>Runs a problem from given weights and shows the state after every step.</summary>
    public void Run(InnerProblem problem, ColumnLayout columns, double[] initial, Action<int, InnerState> afterStep)
    {
        using DisposeScope scope = NewDisposeScope();
        using InnerState state = new(tensor(initial), columns.Rows.Length);
        InnerLoop loop = new(problem, columns, this, this);
        for (int step = 0; step < problem.Horizon; step++)
        {
            loop.Step(state, step).Dispose();
            afterStep(step, state);
        }
    }
}
