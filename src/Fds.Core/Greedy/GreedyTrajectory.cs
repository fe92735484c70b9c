using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>The values that a greedy run moves: where they are now, and which of them every inner step used.</summary>
internal sealed class GreedyTrajectory : ICoefficientSource
{
    private const string UsedName = "greedy.used";
    private const string CurrentName = "greedy.current";
    private const string ChangesName = "greedy.changes";

    private readonly GreedySettings settings;
    private readonly int horizon;
    private readonly double[] used;
    private readonly double[] current;
    private readonly long[] changes;

    /// <summary>Begins at the initial values.</summary>
    public GreedyTrajectory(GreedySettings settings, int horizon)
    {
        this.settings = settings;
        this.horizon = horizon;
        Adaptation = new(settings);
        used = new double[horizon * Kinds];
        changes = new long[2 * Kinds];
        current = [.. settings.Hyperparameters.Kinds.Select(kind => settings.Hyperparameters[kind].Initial)];
    }

    /// <summary>What the run adapts besides the values.</summary>
    public GreedyAdaptation Adaptation { get; }

    /// <summary>The values as they are now.</summary>
    public PerKind<double> Current => PerKind.Of(settings.Hyperparameters.Kinds, kind => current[settings.Place(kind)]);

    /// <summary>For each kind, the share of its changes that the range clipped; 0 if there were none.</summary>
    public ImmutableArray<double> ShareAtRange =>
        [.. Enumerable.Range(0, Kinds).Select(kind => changes[kind] == 0 ? 0 : (double)changes[Kinds + kind] / changes[kind])];

    /// <summary>The values now, which the step is noted to have used.</summary>
    public PerKind<double> At(int step, Tensor gradient, InnerState state)
    {
        current.CopyTo(used, step * Kinds);
        return Current;
    }

    /// <summary>Moves a value, but not out of its range.</summary>
    public void Move(HyperparameterKind kind, double wanted)
    {
        int i = settings.Place(kind);
        current[i] = settings.Hyperparameters[kind].Range.Project(wanted);
        changes[i]++;
        changes[Kinds + i] += current[i] == wanted ? 0 : 1;
    }

    /// <summary>The values that were used over a whole run, averaged over equal windows; those that are not learned are one window.</summary>
    public PerKind<Schedule> Average() => PerKind.Of(settings.Hyperparameters.Kinds, Average);

    /// <summary>The tensors for a checkpoint.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Capture() =>
        [new(UsedName, tensor(used, device: CPU)), new(CurrentName, tensor(current, device: CPU)), new(ChangesName, tensor(changes, device: CPU)), .. Adaptation.Capture()];

    /// <summary>Takes over what a checkpoint holds.</summary>
    public void Restore(RunSnapshot snapshot)
    {
        snapshot.Tensors[UsedName].data<double>().CopyTo(used);
        snapshot.Tensors[CurrentName].data<double>().CopyTo(current);
        snapshot.Tensors[ChangesName].data<long>().CopyTo(changes);
        Adaptation.Restore(snapshot);
    }

    private int Kinds => settings.Hyperparameters.Kinds.Length;

    private Schedule Average(HyperparameterKind kind)
    {
        int windows = settings.IsLearned(kind) ? Math.Min(settings.Windows, horizon) : 1;
        return new([.. Enumerable.Range(0, windows).Select(window => Average(kind, window, windows))]);
    }

    private double Average(HyperparameterKind kind, int window, int windows) =>
        Enumerable.Range(Windows.FirstStep(window, horizon, windows), Windows.Length(window, horizon, windows)).Average(step => used[(step * Kinds) + settings.Place(kind)]);
}
