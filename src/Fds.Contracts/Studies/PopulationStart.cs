namespace Fds.Contracts.Studies;

/// <summary>How the members of a population differ.</summary>
[GenerateSerializer]
[Alias("fds.PopulationStart")]
public enum PopulationStart
{
    /// <summary>Each has its own equal part of the range of the first learned kind, and starts within it.</summary>
    Divide,

    /// <summary>Each has the whole ranges; the first starts where the study says, the others at points drawn from the ranges.</summary>
    Draw,
}
