using System.Collections.Immutable;
using Fds.Core.Search.Sampling;

namespace Fds.Core.Search.Plans;

/// <summary>
/// Hyperband: brackets of successive halving that trade the number of trials against the resource of each, in an endless repetition.
/// While a rung waits for results, later brackets are begun, so that no slot is idle.
/// </summary>
/// <remarks>Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 18 (2018).</remarks>
internal sealed class Hyperband(SearchSettings settings, IValueSource source) : ITrialPlan
{
    private readonly ImmutableArray<ImmutableArray<Rung>> shapes = ResourceLadder.Brackets(settings);

    public Trial Next(SearchHistory history)
    {
        List<Bracket> brackets = BracketsOf(history);
        return brackets.Select(bracket => bracket.Promotion(history.Count)).FirstOrDefault(promotion => promotion is not null) ?? new()
        {
            Number = history.Count,
            Values = source.Draw(history),
            Resource = OpenBracket(brackets).FirstResource,
        };
    }

    /// <summary>
    /// The brackets begun so far. A promoted trial belongs to its parent's; the others fill one bracket after another, in the order of
    /// asking.
    /// </summary>
    private List<Bracket> BracketsOf(SearchHistory history)
    {
        List<Bracket> brackets = [];
        List<(Bracket Bracket, int Rung)> places = [];
        foreach (PastTrial record in history.Records)
        {
            (Bracket bracket, int rung) = record.Trial.Parent is int parent ? (places[parent].Bracket, places[parent].Rung + 1) : (OpenBracket(brackets), 0);
            bracket.Add(record, rung);
            places.Add((bracket, rung));
        }

        return brackets;
    }

    private Bracket OpenBracket(List<Bracket> brackets)
    {
        if (brackets.Count == 0 || !brackets[^1].IsOpen)
        {
            brackets.Add(new(shapes[brackets.Count % shapes.Length]));
        }

        return brackets[^1];
    }
}
