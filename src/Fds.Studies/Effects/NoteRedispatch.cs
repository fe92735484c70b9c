namespace Fds.Studies.Effects;

/// <summary>Notes on the span that work is given to another attempt.</summary>
/// <param name="Replica">Number of the replica, trial or run.</param>
/// <param name="Attempt">The new attempt.</param>
/// <param name="Reason">Why.</param>
internal sealed record NoteRedispatch(int Replica, int Attempt, string Reason) : StudyEffect;
