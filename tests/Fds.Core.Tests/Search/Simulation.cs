using Fds.Core.Search;

namespace Fds.Core.Tests.Search;

/// <summary>Three slots that work on a search's trials, finishing in an order that depends on nothing but a count.</summary>
internal static class Simulation
{
    private const int Slots = 3;

    /// <summary>Runs a search and gives the trials in the order of asking, as text.</summary>
    /// <param name="searcher">The search.</param>
    /// <param name="objective">What a trial gives.</param>
    /// <param name="results">After how many results to stop.</param>
    /// <param name="afterEach">Gives the searcher to go on with after each result.</param>
    public static List<string> Run(ISearcher searcher, Func<Trial, double> objective, int results, Func<ISearcher, ISearcher>? afterEach = null)
    {
        List<string> asked = [];
        List<Trial> running = [];
        for (int told = 0; told < results; told++)
        {
            while (running.Count < Slots && searcher.Ask() is Trial trial)
            {
                asked.Add(Describe(trial));
                running.Add(trial);
            }

            if (running.Count == 0)
            {
                break;
            }

            Trial done = running[told * 7 % running.Count];
            running.Remove(done);
            searcher.Tell(done.Number, objective(done));
            searcher = afterEach?.Invoke(searcher) ?? searcher;
        }

        return asked;
    }

    /// <summary>All of a trial, its values to the last digit.</summary>
    public static string Describe(Trial trial) =>
        $"{trial.Number}: {trial.Resource}, from {trial.Parent}, segment {trial.Segment} of {trial.Member}: {string.Join(' ', trial.Values)}";
}
