using Fds.Contracts.Faults;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Grains.Admission;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Fds.Studies.Numerics;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>
/// The data sets in the memory of this process's devices, shared by the runs on them; unused ones make room for new ones. Files that have changed
/// are read again for runs that begin afterwards.
/// </summary>
internal sealed class DatasetCache(IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time) : IDisposable
{
    private readonly LendingCache<(string Name, string? Path, DatasetOptions Options, string Device), DeviceData> loaded = new(time);

    private bool IsConfined => !options.Value.ReadAnywhere;

    /// <summary>Borrows a data set; using it throws <see cref="DatasetException"/> where it cannot be found or read.</summary>
    public Loan<DeviceData> Borrow(DataSpecification data, string device) =>
        loaded.Borrow((data.Name, data.Path, SpecificationTranslation.DatasetOptions(data), device), () => DatasetLoader.Stamp(data.Name, data.Path, options.Value.DataFolder, IsConfined), () => Load(data, device));

    /// <summary>Files were changed: runs that begin from now on read what is there now.</summary>
    public void LookAgain() => loaded.LookAgain();

    public void Dispose() => loaded.Dispose();

    private DeviceData Load(DataSpecification data, string device)
    {
        try
        {
            return new(DatasetLoader.Load(data.Name, data.Path, options.Value.DataFolder, IsConfined, SpecificationTranslation.DatasetOptions(data)), torch.device(device), releasePixels: true);
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            throw new MemoryException($"The data {data.Name} do not fit into the memory of {device}: {FaultText.OneLine(e.Message)}. Use fewer or smaller examples, or a device with more memory.");
        }
        catch (OutsideDataFolderException)
        {
            instruments.OnStudyRefused(RefusalReasons.Path);
            throw;
        }
    }
}
