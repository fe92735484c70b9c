using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>One hyperparameter at one inner step: a number for all weights, or a number for each weight.</summary>
/// <param name="Value">The number for all weights; unused where each weight has its own.</param>
/// <param name="PerWeight">Shape [P], in the dispose scope of the step; null: the same for all.</param>
public readonly record struct Coefficient(double Value, Tensor? PerWeight = null);
