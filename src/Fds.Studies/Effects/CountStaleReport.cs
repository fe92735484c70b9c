namespace Fds.Studies.Effects;

/// <summary>Counts a report of a run that does not count.</summary>
internal sealed record CountStaleReport : StudyEffect;
