using Fds.Core;

namespace Fds.Grains.Devices;

/// <summary>A device lacks the memory that a run needs. Another device may have it.</summary>
internal sealed class MemoryException(string message) : FdsException(message);
