using System.Globalization;

namespace Fds.Core.Runtime;

/// <summary>Amounts of memory as people read them. The console is built with this file as well: it knows nothing else of the numerics.</summary>
public static class MemoryAmount
{
    private const double Kibibyte = 1024;

    /// <summary>The amount in the largest unit that it fills, e.g. <c>2.2 GiB</c>; - if it is not known.</summary>
    public static string Words(long? bytes) => bytes switch
    {
        null => "-",
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / Kibibyte:F1} KiB"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / Kibibyte / Kibibyte:F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / Kibibyte / Kibibyte / Kibibyte:F1} GiB"),
    };
}
