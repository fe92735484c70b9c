namespace Fds.Core.HyperOptimisation;

/// <summary>One learned value with what the sign-step rule remembers of it.</summary>
/// <param name="Value">λ.</param>
/// <param name="StepSize">η.</param>
/// <param name="PreviousSign">s': the sign at the outer step before; 0 at first.</param>
/// <param name="UpdatesAtRange">How many updates in a row, up to the last, were projected onto the same end of the range.</param>
/// <param name="HasFlipped">Whether the sign has ever flipped, which shortens the step.</param>
/// <param name="Undone">Number of undone updates. Each of them shortened the step as well, but does not show that the value is close to converging.</param>
public readonly record struct SignStepState(double Value, double StepSize, int PreviousSign = 0, int UpdatesAtRange = 0, bool HasFlipped = false, int Undone = 0)
{
    /// <summary>Whether the last update was projected onto the range.</summary>
    public bool AtRange => UpdatesAtRange > 0;
}
