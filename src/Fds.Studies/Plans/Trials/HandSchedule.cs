using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Trials;

/// <summary>A schedule that people try by hand.</summary>
/// <param name="Name">What it is, e.g. cosine 0.1, momentum 0.9.</param>
/// <param name="Schedule">Its values.</param>
internal sealed record HandSchedule(string Name, KindMap<ImmutableArray<double>> Schedule);
