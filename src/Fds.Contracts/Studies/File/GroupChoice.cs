using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>A group that a study file lists.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Patterns">Patterns of its parameters' names.</param>
/// <param name="Windows">For each kind its number of windows; null: the kind's own.</param>
internal sealed record GroupChoice(string Name, ImmutableArray<string> Patterns, KindMap<int?> Windows);
