using Fds.Core.Schedules;
using Fds.Core.Tangents;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Says which hyperparameters an inner step uses, where they are not known before the run.</summary>
public interface ICoefficientSource
{
    /// <summary>α, β and ξ of an inner step. Asked once for every step, in rising order.</summary>
    /// <param name="step">The step, t.</param>
    /// <param name="gradient">g_t, clamped where the problem asks for it, shape [P]; not to be changed.</param>
    /// <param name="state">θ_t, v_t, Z and C; not to be changed.</param>
    PerKind<double> At(int step, Tensor gradient, InnerState state);
}
