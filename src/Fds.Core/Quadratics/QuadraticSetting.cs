using Fds.Core.Adjoints;
using Fds.Core.Tangents;
using Fds.Core.Updates;
using static TorchSharp.torch;

namespace Fds.Core.Quadratics;

/// <summary>What all runs of a study of the quadratic problem share.</summary>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="Gain">Standard deviation of the initial weights about 0.</param>
/// <param name="Type">float32 or float64.</param>
/// <param name="Device">Where it runs.</param>
/// <param name="GradientClamp">G, or null.</param>
/// <param name="HessianProductClamp">Hmax, or null.</param>
/// <param name="Pruning">Pruning of tangent updates.</param>
/// <param name="Reverse">Hypergradients by reverse mode, and which states it keeps; null: by forward mode.</param>
/// <param name="Rule">How a step makes weights and velocity of a gradient; null: SGD.</param>
public sealed record QuadraticSetting(
    int Horizon, double Gain, ScalarType Type, Device Device, double? GradientClamp = null, double? HessianProductClamp = null, Pruning Pruning = default, AdjointMemory? Reverse = null, IUpdateRule? Rule = null);
