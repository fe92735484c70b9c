namespace Fds.Studies.Effects;

/// <summary>Counts a report that comes from a run which no longer counts.</summary>
internal sealed record CountStaleReport : StudyEffect;
