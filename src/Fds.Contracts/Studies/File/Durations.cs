namespace Fds.Contracts.Studies.File;

/// <summary>Times as study files and command lines write them.</summary>
public static class Durations
{
    /// <summary>Reads a positive time such as 90s, 30m, 2h, 1d12h or 01:30:00.</summary>
    public static bool TryParse(string text, out TimeSpan value) => DurationRule.TryParse(text, out value);
}
