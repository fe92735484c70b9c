using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>A group that a study file lists.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Patterns">Patterns of its parameters' names.</param>
/// <param name="Windows">Numbers of windows of the kinds that have not their own.</param>
internal sealed record GroupChoice(string Name, ImmutableArray<string> Patterns, ImmutableDictionary<HyperparameterKind, int> Windows);
