namespace Fds.Core.Training;

/// <summary>
/// A part of a trial's horizon, as population-based training divides it: it goes on from the state that a parent left in a folder and
/// leaves its own in another. The windows of its schedules are still those of the whole horizon.
/// </summary>
/// <param name="First">The first inner step.</param>
/// <param name="End">The inner step to end before, at most T.</param>
/// <param name="From">The folder where the parent left its state before <paramref name="First"/>; null for a segment that begins with fresh weights, at step 0.</param>
/// <param name="To">The folder to leave the state before <paramref name="End"/> in; null: it is not kept. One folder can hold two states.</param>
/// <param name="Weights">
/// Where fresh weights are drawn from; null: from the run's seeds. The run's seeds then stand for the whole population: its members
/// share one split, so that no weights have ever been trained on what another member is judged by.
/// </param>
public sealed record TrialSegment(int First, int End, string? From, string? To, RunSeeds? Weights = null)
{
    /// <summary>Refuses a segment that does not lie within the horizon, or whose beginning and parent contradict each other.</summary>
    /// <exception cref="FdsException">It does not fit.</exception>
    internal void Require(int horizon)
    {
        if (First < 0 || First >= End || End > horizon)
        {
            throw new FdsException($"Expected a segment of at least one step within the {horizon} inner steps of the horizon, but got the steps from {First} to before {End}.");
        }

        if (First == 0 != From is null)
        {
            throw new FdsException($"A segment needs a parent's state exactly where it begins after step 0, but one from step {First} got {From ?? "none"}.");
        }
    }
}
