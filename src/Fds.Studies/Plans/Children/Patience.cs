namespace Fds.Studies.Plans.Children;

/// <summary>How long each of several that cannot be asked is waited for.</summary>
/// <param name="limit">For how long in a row asking may fail.</param>
internal sealed class Patience(TimeSpan limit)
{
    private readonly Dictionary<string, TimeSpan> silentSince = [];

    /// <summary>The limit.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Notes that one has answered.</summary>
    public void Heard(string who) => silentSince.Remove(who);

    /// <summary>Notes that asking one has failed.</summary>
    /// <param name="who">Which.</param>
    /// <param name="now">The coordinator's uptime.</param>
    /// <returns>Whether it has failed for as long as it may.</returns>
    public bool IsOver(string who, TimeSpan now)
    {
        silentSince.TryAdd(who, now);
        return now - silentSince[who] >= limit;
    }
}
