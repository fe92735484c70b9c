namespace Fds.Grains.Studies;

/// <summary>How long each of several that cannot be asked is waited for.</summary>
/// <param name="limit">For how long in a row asking may fail.</param>
/// <param name="time">The clock.</param>
internal sealed class Patience(TimeSpan limit, TimeProvider time)
{
    private readonly Dictionary<string, long> silentSince = [];

    /// <summary>The limit.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Notes that one has answered.</summary>
    public void Heard(string who) => silentSince.Remove(who);

    /// <summary>Notes that asking one has failed.</summary>
    /// <returns>Whether it has failed for as long as it may.</returns>
    public bool IsOver(string who)
    {
        silentSince.TryAdd(who, time.GetTimestamp());
        return time.GetElapsedTime(silentSince[who]) >= limit;
    }
}
