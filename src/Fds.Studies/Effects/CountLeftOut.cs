using Fds.Contracts.Studies;

namespace Fds.Studies.Effects;

/// <summary>Counts a replica that does not contribute.</summary>
/// <param name="State">Why.</param>
internal sealed record CountLeftOut(ReplicaState State) : StudyEffect;
