using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;

namespace Fds.Grains.Devices;

/// <summary>The parameters that every kind of run has.</summary>
/// <param name="Schedules">What to train with.</param>
/// <param name="Learned">Which kinds have columns.</param>
/// <param name="Seeds">Everything random is drawn from these.</param>
/// <param name="Report">Told where the run is.</param>
/// <param name="Checkpoints">The checkpoints that it resumes from and writes; null: none.</param>
/// <param name="Stopping">Checked before every inner step.</param>
internal sealed record RunRequest(
    PerKind<Schedule> Schedules, Func<HyperparameterKind, bool> Learned, RunSeeds Seeds, Action<RunPosition> Report, RunCheckpoints? Checkpoints, CancellationToken Stopping);
