using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>What reading a study file gave: a specification, or everything that is wrong with it.</summary>
/// <param name="Specification">The study; null where there is any fault.</param>
/// <param name="Faults">All faults, in the order of their places.</param>
public sealed record StudyFileReading(StudySpecification? Specification, ImmutableArray<StudyFault> Faults)
{
    /// <summary>Whether the file is a study.</summary>
    public bool IsValid => Specification is not null;
}
