namespace Fds.Core.Training.Checkpoints;

/// <summary>Says which run a checkpoint is of.</summary>
/// <param name="Name">Study and work, e.g. <c>mnist/Hypergradient/3/0</c>.</param>
/// <param name="Fingerprint">Digest of all that the run's numbers depend on: <see cref="RunFingerprint"/>.</param>
public sealed record RunIdentity(string Name, string Fingerprint);
