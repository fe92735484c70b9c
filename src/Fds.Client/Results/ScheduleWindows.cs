using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>What of schedule.json says all the rest: the values per window.</summary>
/// <param name="Windows">Values per window; of a kind with values for each group of parameters, group after group.</param>
internal sealed record ScheduleWindows(KindMap<ImmutableArray<double>> Windows);
