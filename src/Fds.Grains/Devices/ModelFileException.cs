using Fds.Core;

namespace Fds.Grains.Devices;

/// <summary>The file of a network is not on this host, or this host may not load it; another may.</summary>
internal sealed class ModelFileException(string message) : FdsException(message);
