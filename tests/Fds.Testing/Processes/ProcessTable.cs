using System.Globalization;

namespace Fds.Testing.Processes;

/// <summary>Processes of this machine, by their numbers.</summary>
public static class ProcessTable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Those that a process has started and that have not been waited for.</summary>
    public static int[] Children(int parent) =>
        [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>Whether one is there and does anything yet.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until one is gone.</summary>
    /// <returns>Whether it went in time.</returns>
    public static async Task<bool> IsGoneWithin(int process, TimeSpan limit)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (IsAlive(process) && TimeProvider.System.GetElapsedTime(started) < limit)
        {
            await Task.Delay(Pause, TimeProvider.System);
        }

        return !IsAlive(process);
    }
}
