namespace Fds.Studies.Plans.Children;

/// <summary>How long to wait for each study that cannot be reached.</summary>
/// <param name="limit">The longest time that asking may keep failing.</param>
internal sealed class Patience(TimeSpan limit)
{
    private readonly Dictionary<string, TimeSpan> silentSince = [];

    /// <summary>The limit.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Notes that a study has answered.</summary>
    public void Heard(string who) => silentSince.Remove(who);

    /// <summary>Notes that asking a study has failed.</summary>
    /// <param name="who">Which.</param>
    /// <param name="now">The coordinator's uptime.</param>
    /// <returns>Whether asking has kept failing for the longest time allowed.</returns>
    public bool IsOver(string who, TimeSpan now)
    {
        silentSince.TryAdd(who, now);
        return now - silentSince[who] >= limit;
    }
}
