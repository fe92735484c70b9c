namespace Fds.Core.Datasets.Sources;

/// <summary>
/// Files that systems and programs leave in folders and archives and that are no data. A path that leads upwards by ".." does not count as
/// hidden.
/// </summary>
internal static class HiddenNames
{
    private static readonly string[] Droppings = ["__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found"];

    /// <summary>Whether a file or folder of this name is hidden: its name begins with a dot, or is one that a system gives.</summary>
    public static bool IsHidden(string name) => (name.StartsWith('.') && name != "..") || Droppings.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether any part of a path inside a folder or archive is hidden.</summary>
    public static bool IsHiddenPath(string path) => path.Split('/').Any(IsHidden);
}
