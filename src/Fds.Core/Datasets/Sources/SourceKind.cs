namespace Fds.Core.Datasets.Sources;

/// <summary>What something in a folder or an archive is.</summary>
internal enum SourceKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>Neither, or unreadable: a link that leads nowhere, a folder that may not be listed, a pipe.</summary>
    Unreadable,
}
