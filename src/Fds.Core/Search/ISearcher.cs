namespace Fds.Core.Search;

/// <summary>
/// A search that is asked for trials and told their results, in any order and with any number of trials running. Not safe for several
/// threads at once.
/// </summary>
public interface ISearcher
{
    /// <summary>Whether nothing will ever be proposed again and every trial has been told.</summary>
    bool IsFinished { get; }

    /// <summary>The next trial; null when there is none before more is told, or none at all.</summary>
    Trial? Ask();

    /// <summary>Takes a trial's result.</summary>
    /// <param name="trial">Its number.</param>
    /// <param name="objective">The value to minimise. NaN or infinite: the trial diverged, which is worse than any finite value.</param>
    /// <exception cref="ArgumentException">There is no such trial, or it was told before.</exception>
    void Tell(int trial, double objective);
}
