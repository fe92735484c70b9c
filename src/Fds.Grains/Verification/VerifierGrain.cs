using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Fds.Core;
using Fds.Grains.Admission;
using Microsoft.Extensions.Hosting;

namespace Fds.Grains.Verification;

/// <summary>Verifies studies off the grain's turn.</summary>
[GrainType("fds-verifier")]
internal sealed class VerifierGrain(StudyVerifier verifier, StudyAdmission admission, IHostApplicationLifetime host, TimeProvider time) : Grain, IVerifierGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<VerificationProgress> Verify(VerificationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await admission.RequirePlannable(request.Study);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        ConcurrentQueue<VerificationProgress> begun = new();
        VerificationProgress latest = new();
        Task<VerificationReport> verifying = Begin(request, begun.Enqueue, stop.Token);
        try
        {
            bool isOver;
            do
            {
                // Read before the queue is emptied, because all parts were queued before the end.
                isOver = verifying.IsCompleted;
                while (begun.TryDequeue(out VerificationProgress? part))
                {
                    latest = part;
                    yield return part;
                }

                if (!isOver)
                {
                    // Repeated while nothing is new, so that a listener that is gone is noticed.
                    yield return latest;
                    await Task.WhenAny(verifying, Task.Delay(Period, time, stop.Token));
                }
            }
            while (!isOver);

            yield return new() { Report = await verifying };
        }
        finally
        {
            // The listener is gone and does not need the rest.
            await stop.CancelAsync();
            await ((Task)verifying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task<VerificationReport> Begin(VerificationRequest request, Action<VerificationProgress> report, CancellationToken stopping)
    {
        try
        {
            return await Task.Factory.StartNew(() => verifier.Verify(request, report, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (FdsException e)
        {
            throw new StudyRefusedException(e.Message);
        }
    }
}
