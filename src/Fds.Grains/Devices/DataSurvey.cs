using Fds.Contracts.Studies;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Grains.Hosting;
using Fds.Grains.Planning;
using Fds.Studies.Numerics;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Devices;

/// <summary>Reads data through the cache of this host's first device, so that later runs on the device find the data in memory.</summary>
internal sealed class DataSurvey(DatasetCache datasets, IDeviceDiscovery discovery, IOptions<FdsSiloOptions> options) : IDataSurvey
{
    public DataShape Look(StudySpecification study)
    {
        if (SpecificationTranslation.IsQuadratic(study))
        {
            return DataShape.None;
        }

        TorchRuntime.EnsureLoads();
        using Loan<DeviceData> loan = datasets.Borrow(study.Data, discovery.Find(options.Value)[0].Device);
        return DataShape.Of(loan.Value.Dataset);
    }
}
