namespace Fds.Contracts.Studies;

/// <summary>The methods a study can run.</summary>
[GenerateSerializer]
[Alias("fds.StudyMethod")]
public enum StudyMethod
{
    /// <summary>Forward-mode differentiation with sharing (Micaelli and Storkey, NeurIPS 2021).</summary>
    Fds,
}
