using Fds.Core;

namespace Fds.Grains.Devices;

/// <summary>The file of a network is not on this host; it may be on another.</summary>
internal sealed class ModelFileException(string message) : FdsException(message);
