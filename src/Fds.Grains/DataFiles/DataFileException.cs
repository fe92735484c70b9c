using Fds.Core;

namespace Fds.Grains.DataFiles;

/// <summary>A file that was put into the cluster is not on this host, and cannot be had; another may have it.</summary>
internal sealed class DataFileException(string message) : FdsException(message);
