namespace Fds.Client.Downloads;

/// <summary>One file of a published data set.</summary>
/// <param name="Name">File name.</param>
/// <param name="Md5">MD5 of its content, the only checksum that the publishers give.</param>
internal sealed record PublishedFile(string Name, string Md5);
