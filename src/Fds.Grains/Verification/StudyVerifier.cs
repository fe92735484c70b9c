using Fds.Contracts.Verification;
using Fds.Core;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Planning;
using Fds.Studies.Numerics;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace Fds.Grains.Verification;

/// <summary>Verifies studies on this host's first device and on the data that their runs would have.</summary>
internal sealed class StudyVerifier(DatasetCache datasets, ModelFiles models, IDeviceDiscovery discovery, IOptions<FdsSiloOptions> options, TimeProvider time)
{
    private int busy;

    /// <summary>Verifies a study, on the calling thread.</summary>
    /// <param name="request">What is verified.</param>
    /// <param name="report">Receives the current activity.</param>
    /// <param name="stopping">Ends it between two inner steps.</param>
    /// <exception cref="FdsException">Its data are missing, it cannot be carried out on them, or another is being verified.</exception>
    public VerificationReport Verify(VerificationRequest request, Action<VerificationProgress> report, CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref busy, 1) == 1)
        {
            throw new FdsException("this silo is verifying another study. Try again later.");
        }

        try
        {
            return VerifyAlone(request, report, stopping);
        }
        finally
        {
            TensorMemory.GiveBack();
            Volatile.Write(ref busy, 0);
        }
    }

    private VerificationReport VerifyAlone(VerificationRequest request, Action<VerificationProgress> report, CancellationToken stopping)
    {
        LowPriority.OfThisThread();
        TorchRuntime.EnsureLoads();
        TensorMemory.Keep();
        DeviceSlot slot = discovery.Find(options.Value)[0];
        TorchRuntime.UseThreads(slot.Threads);
        request = request with { Study = models.Locate(request.Study) };
        using Loan<DeviceData> loan = datasets.Borrow(request.Study.Data, slot.Device);
        if (SpecificationTranslation.IsQuadratic(request.Study))
        {
            Require(request, DataShape.None);
        }
        else
        {
            report(new() { Doing = "reading the data" });
            Require(request, DataShape.Of(loan.Value.Dataset));
            RunMemory.Require(VerificationVariant.Exact(request.Study), loan.Value, slot, carriesTangents: true);
        }

        long free = slot.FreeForStates;
        using HypergradientComparison comparison = new(request, variant => new ProblemRuns(variant, slot.Device, () => loan.Value, free), time, report, stopping);
        return comparison.Run(slot.Pool);
    }

    private static void Require(VerificationRequest request, DataShape data)
    {
        if (StudyFeasibility.Complaint(request.Study, data) is { } complaint)
        {
            throw new FdsException(complaint);
        }
    }
}
