using System.Globalization;

namespace Fds.Testing.Fuzz;

/// <summary>
/// Many random inputs, each drawn from a seed of its own: always the same ones, in bounded time. The environment variable FDS_FUZZ_SECONDS
/// goes on with new seeds for so many seconds in every fuzz test, and FDS_FUZZ_SEED runs one seed alone.
/// </summary>
public static class FuzzRun
{
    private const int FirstSeed = 20_261_129;
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(10);

    /// <summary>Tries inputs until there were enough of them, or the time is over.</summary>
    /// <param name="inputs">How many are enough.</param>
    /// <param name="bound">Time at most, unless the environment names another.</param>
    /// <param name="attempt">Draws one input and tries it; throws where something is wrong.</param>
    /// <returns>How many were tried.</returns>
    /// <exception cref="FuzzException">An input failed, or was not through within 10 s; the message names its seed.</exception>
    public static async Task<int> Over(int inputs, TimeSpan bound, Func<Random, Task> attempt)
    {
        if (Number("FDS_FUZZ_SEED") is { } only)
        {
            await Try(only, attempt);
            return 1;
        }

        int? seconds = Number("FDS_FUZZ_SECONDS");
        TimeSpan limit = seconds is { } asked ? TimeSpan.FromSeconds(asked) : bound;
        long start = TimeProvider.System.GetTimestamp();
        int tried = 0;
        while ((tried < inputs || seconds is not null) && TimeProvider.System.GetElapsedTime(start) < limit)
        {
            await Try(FirstSeed + tried, attempt);
            tried++;
        }

        return tried;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static async Task Try(int seed, Func<Random, Task> attempt)
    {
        // On a thread of its own, since an input that hangs must not take the test with it.
        Task one = Task.Run(() => attempt(new Random(seed)));
        try
        {
            await one.WaitAsync(LongestInput, TimeProvider.System);
        }
        catch (TimeoutException) when (!one.IsCompleted)
        {
            throw new FuzzException($"The input of seed {seed} was not through within {LongestInput.TotalSeconds} s; FDS_FUZZ_SEED={seed} runs it alone.");
        }
        catch (Exception e)
        {
            throw new FuzzException($"The input of seed {seed} failed; FDS_FUZZ_SEED={seed} runs it alone. {e.Message}", e);
        }
    }
}
