using System.Globalization;

namespace Fds.Testing.Processes;

/// <summary>Processes of this machine, by their numbers.</summary>
public static class ProcessTable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Those that any thread of a process has started and that have not been waited for; none where the process has ended.</summary>
    public static int[] Children(int parent)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{parent}/task").SelectMany(ChildrenOfThread)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static IEnumerable<int> ChildrenOfThread(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // The thread has ended.
            return [];
        }
    }

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
