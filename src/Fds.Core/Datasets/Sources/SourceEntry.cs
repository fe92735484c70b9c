namespace Fds.Core.Datasets.Sources;

/// <summary>One thing in a folder or an archive.</summary>
/// <param name="Path">Where it is inside, with '/' between the parts.</param>
/// <param name="Kind">What it is.</param>
internal sealed record SourceEntry(string Path, SourceKind Kind)
{
    /// <summary>The file, if it was asked for.</summary>
    public SourceFile? File { get; init; }

    /// <summary>Why it cannot be read, to be read after "found"; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether it is a folder that is too deep to be looked through.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>Something that cannot be read.</summary>
    public static SourceEntry Unreadable(string path, string fault) => new(path, SourceKind.Unreadable) { Fault = fault };
}
