namespace Fds.Claims;

/// <summary>A page whose tables are those that a claim's command prints.</summary>
/// <param name="File">The page.</param>
/// <param name="Tolerance">How far its figures may be from what is measured.</param>
internal sealed record PageOfTables(string File, Tolerance Tolerance);
