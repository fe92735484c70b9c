namespace Fds.Studies.Effects;

/// <summary>Something that follows from a decision outside of the study's record. It happens after the write that it follows from, or not at all.</summary>
internal abstract record StudyEffect;
