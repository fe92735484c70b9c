using Fds.Grains.Devices;
using Fds.Grains.Telemetry;

namespace Fds.Grains.Studies;

/// <summary>What the effects of a study's decisions need of the silo.</summary>
/// <param name="Checkpoints">Checkpoints of runs.</param>
/// <param name="Instruments">Metrics.</param>
/// <param name="Log">The log.</param>
/// <param name="Time">The clock.</param>
internal sealed record StudyTools(WorkCheckpoints Checkpoints, FdsInstruments Instruments, StudyLog Log, TimeProvider Time);
