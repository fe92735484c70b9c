namespace Fds.Studies.Effects;

/// <summary>A consequence of a decision outside the study's record. It happens after the decision's write, or not at all.</summary>
internal abstract record StudyEffect;
