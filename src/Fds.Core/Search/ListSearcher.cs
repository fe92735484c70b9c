using System.Collections.Immutable;

namespace Fds.Core.Search;

/// <summary>Proposes given points, one after the other, each as a whole run: a sweep that looks at no result.</summary>
public sealed class ListSearcher : ISearcher
{
    private readonly ImmutableArray<ImmutableArray<double>> points;
    private readonly SortedSet<int> told = [];
    private int asked;

    /// <summary>A search at its beginning, or one that continues from the trials so far.</summary>
    /// <param name="points">The values of every trial, in order.</param>
    /// <param name="past">Every trial asked so far.</param>
    public ListSearcher(ImmutableArray<ImmutableArray<double>> points, IEnumerable<PastTrial> past)
    {
        this.points = points;
        foreach (PastTrial trial in past)
        {
            asked = Math.Max(asked, trial.Trial.Number + 1);
            if (trial.IsTold)
            {
                told.Add(trial.Trial.Number);
            }
        }
    }

    /// <inheritdoc/>
    public bool IsFinished => told.Count == points.Length;

    /// <inheritdoc/>
    public Trial? Ask() => asked == points.Length ? null : new() { Number = asked, Values = points[asked++], Resource = 1 };

    /// <inheritdoc/>
    public void Tell(int trial, double objective)
    {
        if (trial < 0 || trial >= asked || !told.Add(trial))
        {
            throw new ArgumentException($"Expected a trial that was asked and not told yet, but got {trial}.", nameof(trial));
        }
    }
}
