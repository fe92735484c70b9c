using Fds.Contracts.Studies;

namespace Fds.Contracts.Planning;

/// <summary>Works out what a study will cost, measuring a few inner steps on this silo's device. Key: 0.</summary>
[Alias("fds.IPlannerGrain")]
public interface IPlannerGrain : IGrainWithIntegerKey
{
    /// <summary>The plan of a study.</summary>
    /// <exception cref="StudyRefusedException">The study cannot run here: nobody has the device that it asks for, its data are missing, or they do not allow what it asks for.</exception>
    [Alias("Plan")]
    [ResponseTimeout("00:02:00")]
    Task<StudyPlan> Plan(StudySpecification specification);
}
