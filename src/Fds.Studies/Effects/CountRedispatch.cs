namespace Fds.Studies.Effects;

/// <summary>Counts a piece of work that is given to another attempt.</summary>
internal sealed record CountRedispatch : StudyEffect;
