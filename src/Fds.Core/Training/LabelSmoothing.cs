using Fds.Core.Curvature;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>
/// Targets of which a share s is the same for all classes: y_s = (1 − s) y + s/C, as PyTorch's <c>label_smoothing</c>. Training has them;
/// validation and testing have the targets themselves.
/// </summary>
/// <remarks>
/// Szegedy et al., Rethinking the Inception architecture (CVPR 2016), section 7. Cross-entropy is linear in y, and so is its gradient in s:
/// <code>
/// ∂g/∂s = (g(1) − g(s)) / (1 − s)
/// </code>
/// So a hyperparameter of the loss takes one more gradient of the same mini-batch, whatever the network and engine. In forward mode it is added
/// to the gradient's tangent of the window in force; in reverse mode its product with the adjoint of the gradient is ∂L/∂s of the step.
/// </remarks>
internal static class LabelSmoothing
{
    /// <summary>The targets that a step trains on: the classes as they are, or where they are smoothed their probabilities, shape [B, C] or [B, T, C].</summary>
    /// <param name="problem">The schedule of s.</param>
    /// <param name="step">The step.</param>
    /// <param name="classes">Classes, int64, shape [B] or [B, T]; what they are where nothing is smoothed.</param>
    /// <param name="type">The type of the weights.</param>
    public static Tensor TargetsAt(this InnerProblem problem, int step, Tensor classes, ScalarType type) =>
        problem.Smooths ? Smoothed(problem, classes, ShareAt(problem, step), type) : classes;

    /// <summary>∂g/∂s at a step, shape [P], in the caller's dispose scope.</summary>
    /// <param name="problem">The schedule of s.</param>
    /// <param name="step">The step.</param>
    /// <param name="at">Where and on what: θ_t, the inputs and the classes.</param>
    /// <param name="gradient">g_t, not clamped, shape [P].</param>
    /// <param name="engine">Evaluates losses.</param>
    public static Tensor SlopeAt(this InnerProblem problem, int step, (Tensor Weights, Tensor Inputs, Tensor Classes) at, Tensor gradient, ICurvatureEngine engine)
    {
        using Tensor uniform = Smoothed(problem, at.Classes, 1, at.Weights.dtype);
        using Tensor none = zeros([0, at.Weights.NumberOfElements], at.Weights.dtype, at.Weights.device);
        using IDisposable gradients = enable_grad();
        Tensor slope = engine.Evaluate(at.Weights, at.Inputs, uniform, none).Gradient;
        using IDisposable noGradient = no_grad();
        return slope.Increase(gradient, -1).Divide(1 - ShareAt(problem, step));
    }

    private static double ShareAt(InnerProblem problem, int step) => problem.Schedules.LabelSmoothing.At(step, problem.Horizon)[0];

    private static Tensor Smoothed(InnerProblem problem, Tensor classes, double share, ScalarType type)
    {
        int count = problem.Classes ?? throw new FdsException("Only targets that are classes can be smoothed, but these are real numbers. Remove labelSmoothing.");
        using Tensor truth = nn.functional.one_hot(classes, count);
        return truth.to(type).Scale(1 - share).Increase(share / count);
    }
}
