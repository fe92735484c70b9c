using System.Globalization;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>
/// What a checkpoint keeps of a trail: some of its coarsest states, evenly chosen, so that the file has a bounded size, the same for every
/// plan. The states between are recomputed by repeating the steps from the nearest one.
/// </summary>
internal static class TrailSnapshot
{
    private const long MostBytes = 256 << 20;
    private const int MostStates = 32;
    private const int FewestStates = 2;
    private const int MostLevels = 3;
    private const int None = -1;
    private const string StepsName = "trail.steps";
    private const string PaidName = "trail.paid";

    /// <summary>The tensors of a checkpoint, in the caller's dispose scope.</summary>
    /// <param name="trail">The trail.</param>
    /// <param name="state">The running state, for shapes, type and device.</param>
    /// <param name="mark">A mark of the run's batches, for its shapes; null where they have none.</param>
    public static IEnumerable<KeyValuePair<string, Tensor>> Capture(Trail trail, InnerState state, BatchMark? mark)
    {
        KeptState[] coarse = [.. trail.Kept.Where(state => state.Level == 0)];
        int rows = Rows(state);
        KeptState?[] chosen = new KeptState?[rows];
        for (int row = 0; row < Math.Min(rows, coarse.Length); row++)
        {
            chosen[row] = coarse[(int)((long)row * coarse.Length / Math.Min(rows, coarse.Length))];
        }

        long[] paid = new long[MostLevels];
        trail.PaidFrom.Select(step => (long)step).ToArray().CopyTo(paid, 0);
        yield return new(StepsName, tensor(chosen.Select(state => (long)(state?.Step ?? None)).ToArray(), device: CPU));
        yield return new(PaidName, tensor(paid, device: CPU));
        Tensor absent = zeros([1 + state.Moments.Length, state.Weights.shape[0]], state.Weights.dtype, state.Weights.device);
        for (int row = 0; row < rows; row++)
        {
            yield return new(Name(row, "values"), chosen[row]?.Values.alias() ?? absent);
            if (mark is not null)
            {
                yield return new(Name(row, "order"), (chosen[row]?.Mark ?? mark).Order.clone());
                yield return new(Name(row, "augmentation"), (chosen[row]?.Mark ?? mark).Augmentation.clone());
            }
        }
    }

    /// <summary>Fills an empty trail from a checkpoint.</summary>
    public static void Restore(Trail trail, RunSnapshot snapshot, Device device)
    {
        long[] steps = snapshot.Tensors[StepsName].data<long>().ToArray();
        for (int row = 0; row < steps.Length && steps[row] != None; row++)
        {
            BatchMark? mark = snapshot.Tensors.TryGetValue(Name(row, "order"), out Tensor? order)
                ? BatchMark.Of(order.clone(), snapshot.Tensors[Name(row, "augmentation")].clone())
                : null;
            trail.Add(new((int)steps[row], Level: 0, snapshot.Tensors[Name(row, "values")].to(device, copy: true).DetachFromDisposeScope(), mark));
        }

        long[] paid = snapshot.Tensors[PaidName].data<long>().ToArray();
        for (int level = 0; level < trail.PaidFrom.Length; level++)
        {
            trail.PaidFrom[level] = (int)paid[level];
        }
    }

    private static int Rows(InnerState state) => (int)Math.Clamp(MostBytes / ((1 + state.Moments.Length) * state.Weights.NumberOfElements * state.Weights.ElementSize), FewestStates, MostStates);

    private static string Name(int row, string what) => $"trail.{row.ToString("D2", CultureInfo.InvariantCulture)}.{what}";
}
