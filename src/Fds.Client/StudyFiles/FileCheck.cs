using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.StudyFiles;

/// <summary>What a study file alone says of itself.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Warnings">What it says and cannot mean.</param>
internal sealed record FileCheck(string Study, ImmutableArray<StudyWarning> Warnings);
