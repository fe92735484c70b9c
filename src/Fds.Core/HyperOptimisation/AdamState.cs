namespace Fds.Core.HyperOptimisation;

/// <summary>One learned value with what <see cref="AdamRule"/> remembers of it.</summary>
/// <param name="Value">λ.</param>
/// <param name="StepSize">Length of an update in units of the value's scale, where all hypergradients so far agree.</param>
/// <param name="FirstMoment">Decaying sum of the derivatives by the value's place on its scale.</param>
/// <param name="SecondMoment">Decaying sum of their squares.</param>
/// <param name="Updates">How many derivatives these are of.</param>
/// <param name="AtRange">Whether the last update was projected onto the range.</param>
public readonly record struct AdamState(double Value, double StepSize, double FirstMoment = 0, double SecondMoment = 0, int Updates = 0, bool AtRange = false);
