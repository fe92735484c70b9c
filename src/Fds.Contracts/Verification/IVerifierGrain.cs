using Fds.Contracts.Studies;

namespace Fds.Contracts.Verification;

/// <summary>Computes a study's hypergradients in every way there is and compares them, on this silo's first device, one study at a time. Key: 0.</summary>
[Alias("fds.IVerifierGrain")]
public interface IVerifierGrain : IGrainWithIntegerKey
{
    /// <summary>Where the verification stands, at least every few seconds, and at last its report. Whoever stops listening ends it.</summary>
    /// <exception cref="StudyRefusedException">The study cannot run here, or another is being verified.</exception>
    [Alias("Verify")]
    IAsyncEnumerable<VerificationProgress> Verify(VerificationRequest request, CancellationToken cancellationToken = default);
}
