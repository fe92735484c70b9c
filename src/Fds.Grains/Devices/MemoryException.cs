using Fds.Core;

namespace Fds.Grains.Devices;

/// <summary>A device has not the memory that a run needs; another may have it.</summary>
internal sealed class MemoryException(string message) : FdsException(message);
