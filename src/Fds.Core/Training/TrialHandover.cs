using System.Security.Cryptography;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>The states that the segments of trials hand on to each other.</summary>
/// <param name="segment">The segment.</param>
/// <param name="fingerprint">Digest of what parent and child must have in common.</param>
internal sealed class TrialHandover(TrialSegment segment, string fingerprint)
{
    private readonly RunIdentity identity = new("trial", fingerprint);

    /// <summary>The parent's state, its cost left out, in host memory and in the caller's dispose scope; null where the segment begins anew.</summary>
    /// <param name="template">Has the tensors that must be in it.</param>
    /// <exception cref="HandoverException">It is missing, damaged or of another study.</exception>
    public RunSnapshot? Take(RunSnapshot template)
    {
        if (segment.From is null)
        {
            return null;
        }

        try
        {
            return new CheckpointFolder(segment.From).ReadAt(segment.First, identity, template) with { Cost = 0 };
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw new HandoverException($"The trial cannot continue from inner step {segment.First}: its parent's state in {segment.From} cannot be used: {e.Message}. Run the parent again.", e);
        }
    }

    /// <summary>Leaves the state at the segment's end, where it is wanted.</summary>
    /// <exception cref="HandoverException">It cannot be written.</exception>
    public void Leave(Func<int, RunSnapshot> capture)
    {
        if (segment.To is null)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        try
        {
            new CheckpointFolder(segment.To).Write(identity, capture(segment.End));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HandoverException($"The trial's state at inner step {segment.End} cannot be stored in {segment.To}: {e.Message}", e);
        }
    }

    /// <summary>Names the segment and the very state that it goes on from, for the fingerprint of the run itself.</summary>
    public string Describe(RunSnapshot? parent)
    {
        string from = parent is null ? $"{segment.Weights}" : Convert.ToHexString(SHA256.HashData(parent.Tensors[InnerState.WeightsName].bytes));
        return FormattableString.Invariant($"{segment.First} to {segment.End} from {from}");
    }
}
