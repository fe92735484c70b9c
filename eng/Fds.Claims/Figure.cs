using System.Collections.Immutable;

namespace Fds.Claims;

/// <summary>A figure of a claim.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Claimed">As it is written.</param>
/// <param name="Value">Its value.</param>
/// <param name="Tolerance">How far what is measured may be from that.</param>
/// <param name="Source">Where what is measured is read.</param>
/// <param name="Pages">Files that must state it, too, each with the words that it stands in: FILE:WORDS.</param>
internal sealed record Figure(string Key, string Claimed, double Value, Tolerance Tolerance, FigureSource Source, ImmutableArray<string> Pages);
