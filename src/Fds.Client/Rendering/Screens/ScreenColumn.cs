namespace Fds.Client.Rendering.Screens;

/// <summary>A column of a table on a screen.</summary>
/// <param name="Heading">Heading.</param>
/// <param name="Importance">1: the last column to go where there is too little room; 2: the last but one.</param>
internal sealed record ScreenColumn(string Heading, int Importance)
{
    /// <summary>With fewer cells than these it says nothing; it goes then, unless it is narrower anyway.</summary>
    public int Least { get; init; } = int.MaxValue;

    /// <summary>It takes up to so many cells where there is room left.</summary>
    public int Most { get; init; }

    /// <summary>Whether its text stands at its right.</summary>
    public bool Right { get; init; }
}
