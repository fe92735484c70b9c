namespace Fds.Core.HyperOptimisation;

/// <summary>One learned value with what the sign-step rule remembers of it.</summary>
/// <param name="Value">λ.</param>
/// <param name="StepSize">η.</param>
/// <param name="PreviousSign">s': the sign at the outer step before; 0 at first.</param>
/// <param name="AtRange">Whether the last update was projected onto the range.</param>
public readonly record struct SignStepState(double Value, double StepSize, int PreviousSign = 0, bool AtRange = false);
