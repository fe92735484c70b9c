namespace Fds.Contracts.Studies.File;

/// <summary>What a kind has where the study file says nothing.</summary>
/// <param name="Scale">The scale of its values.</param>
/// <param name="Initial">Where every window begins.</param>
/// <param name="Step">Initial length of an outer update, in units of the scale.</param>
/// <param name="Low">Lower end of the range.</param>
/// <param name="High">Upper end of the range.</param>
internal sealed record KindDefaults(ValueScale Scale, double Initial, double Step, double Low, double High);
