namespace Fds.Transport.Certificates;

/// <summary>A file, and the setting that names it, for messages.</summary>
/// <param name="Setting">The setting, e.g. <c>Fds:Tls:Key</c>.</param>
/// <param name="Path">Where the file is.</param>
public sealed record NamedFile(string Setting, string Path);
