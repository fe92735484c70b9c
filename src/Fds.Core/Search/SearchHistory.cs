namespace Fds.Core.Search;

/// <summary>
/// Every trial asked so far, in the order of asking, with what it gave. It is the whole state of a search: what is proposed next is a
/// function of the settings and of this.
/// </summary>
internal sealed class SearchHistory
{
    private readonly List<PastTrial> records = [];

    /// <summary>Every trial; the one of number i is at index i.</summary>
    public IReadOnlyList<PastTrial> Records => records;

    /// <summary>How many trials were asked: the number of the next one.</summary>
    public int Count => records.Count;

    /// <summary>How many trials have not been told yet.</summary>
    public int Pending { get; private set; }

    /// <summary>The trials that were told, best first; those that diverged come last, and of equals the earlier one is first.</summary>
    public IEnumerable<PastTrial> Ranked => Rank(records.Where(record => record.IsTold));

    /// <summary>Told trials, best first; those that diverged come last, and of equals the earlier one is first.</summary>
    public static IOrderedEnumerable<PastTrial> Rank(IEnumerable<PastTrial> told) =>
        told.OrderBy(record => record.Objective).ThenBy(record => record.Trial.Number);

    /// <summary>Adds a trial that is asked, or was.</summary>
    /// <exception cref="ArgumentException">Its number is not the next.</exception>
    public void Add(Trial trial)
    {
        if (trial.Number != Count)
        {
            throw new ArgumentException($"Expected trial {Count}, but got trial {trial.Number}.", nameof(trial));
        }

        records.Add(new(trial, null));
        Pending++;
    }

    /// <summary>Adds a trial that was asked before, or the parts of it that are not known yet.</summary>
    /// <exception cref="ArgumentException">One that was asked before it is missing.</exception>
    public void Recall(PastTrial past)
    {
        int number = past.Trial.Number;
        if (number >= Count)
        {
            Add(past.Trial);
        }

        if (past.Objective is double objective && records[number].IsPending)
        {
            Tell(number, objective);
        }
    }

    /// <summary>Takes a trial's result.</summary>
    /// <exception cref="ArgumentException">There is no such trial, or it was told before.</exception>
    public void Tell(int trial, double objective)
    {
        if (trial < 0 || trial >= Count)
        {
            throw new ArgumentException($"Trial {trial} was never asked: there are {Count} trials.", nameof(trial));
        }

        if (records[trial].IsTold)
        {
            throw new ArgumentException($"Trial {trial} was told before: it gave {records[trial].Objective}.", nameof(trial));
        }

        records[trial] = records[trial] with { Objective = double.IsFinite(objective) ? objective : double.PositiveInfinity };
        Pending--;
    }
}
