using System.Diagnostics;

namespace Fds.Benchmarks;

/// <summary>Times alternatives in turn, so that whatever else the machine does meets all of them.</summary>
internal static class Clock
{
    /// <summary>Median milliseconds of each alternative over interleaved rounds, after one round that is not counted.</summary>
    public static double[] Medians(int rounds, params IReadOnlyList<Action> alternatives)
    {
        List<double>[] times = [.. alternatives.Select(_ => new List<double>())];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < alternatives.Count; i++)
            {
                double elapsed = Milliseconds(alternatives[i]);
                if (round >= 0)
                {
                    times[i].Add(elapsed);
                }
            }
        }

        return [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
    }

    public static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
