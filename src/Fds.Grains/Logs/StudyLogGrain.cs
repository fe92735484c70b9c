using Fds.Contracts.Logs;
using Fds.Grains.Hosting;
using Orleans.Placement;

namespace Fds.Grains.Logs;

/// <summary>The face of what this silo keeps of its log.</summary>
[SiloPinned]
[Immovable]
[GrainType("fds-study-log")]
internal sealed class StudyLogGrain(StudyLogRing ring) : Grain, IStudyLogGrain
{
    public Task<LogPage> Read(LogQuery query) => Task.FromResult(ring.Read(query));
}
