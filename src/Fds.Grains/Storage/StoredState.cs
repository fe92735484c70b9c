namespace Fds.Grains.Storage;

/// <summary>One stored state: its version and its bytes.</summary>
internal sealed record StoredState(string ETag, byte[] Body);
