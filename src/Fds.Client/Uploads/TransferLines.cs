using System.Globalization;

namespace Fds.Client.Uploads;

/// <summary>How far a transfer is, as a line every few seconds: a short one says nothing.</summary>
/// <param name="name">What is transferred.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Writes a line.</param>
internal sealed class TransferLines(string name, TimeProvider time, Action<string> say)
{
    private const double MiB = 1 << 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private long last = time.GetTimestamp();

    /// <summary>Says where a transfer is, unless that was said just now.</summary>
    /// <param name="doing">What is done, e.g. <c>sending to silo-0</c>.</param>
    /// <param name="bytes">Bytes done.</param>
    /// <param name="total">Bytes in all.</param>
    public void Show(string doing, long bytes, long total)
    {
        if (time.GetElapsedTime(last) >= Period)
        {
            last = time.GetTimestamp();
            say(string.Create(CultureInfo.InvariantCulture, $"fds: {name}: {doing}, {bytes / MiB:F1} of {total / MiB:F1} MiB ({(total == 0 ? 100 : 100 * bytes / total)} %)"));
        }
    }
}
