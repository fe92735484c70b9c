using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results.Exports;

/// <summary>The schedules of a group of parameters.</summary>
/// <param name="Name">The group; <see cref="Everything"/> where all parameters share every schedule.</param>
/// <param name="Parameters">Names, or patterns of names, of its parameters. A parameter belongs to the first group that has it.</param>
/// <param name="Values">Values per window.</param>
internal sealed record ExportedGroup(string Name, ImmutableArray<string> Parameters, KindMap<ImmutableArray<double>> Values)
{
    /// <summary>Name of the one group where there are none.</summary>
    public const string Everything = "all";
}
