using Fds.Contracts.Studies;
using Fds.Studies.Numerics;

namespace Fds.Grains.Planning;

/// <summary>Tells what a study's data are like on this host.</summary>
internal interface IDataSurvey
{
    /// <summary>Reads the data, unless they are in memory: it takes as long as that does.</summary>
    /// <exception cref="Core.FdsException">They cannot be found or read here, or lie where they may not be read.</exception>
    DataShape Look(StudySpecification study);
}
