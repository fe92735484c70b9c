using Fds.Contracts.Studies;
using Fds.Studies.Numerics;

namespace Fds.Grains.Planning;

/// <summary>Describes a study's data on this host.</summary>
internal interface IDataSurvey
{
    /// <summary>Reads the data unless they are in memory, which can take long.</summary>
    /// <exception cref="Core.FdsException">They cannot be found or read here, or lie where they may not be read.</exception>
    DataShape Look(StudySpecification study);
}
