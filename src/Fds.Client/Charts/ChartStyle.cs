namespace Fds.Client.Charts;

/// <summary>The style sheet that gives charts their colours, light and dark.</summary>
internal static class ChartStyle
{
    /// <summary>The sheet.</summary>
    public static string Text { get; } = Read("chart.css");

    /// <summary>A style sheet of this program.</summary>
    public static string Read(string name)
    {
        using StreamReader reader = new(typeof(ChartStyle).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
