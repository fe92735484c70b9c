using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>Which groups of parameters a study file asks for.</summary>
/// <param name="IsLayers">One group for each layer.</param>
/// <param name="Groups">The groups that it lists.</param>
internal sealed record GroupsChoice(bool IsLayers, ImmutableArray<GroupChoice> Groups)
{
    /// <summary>No groups: all parameters share every schedule.</summary>
    public static GroupsChoice None { get; } = new(IsLayers: false, []);

    /// <summary>One group for each layer.</summary>
    public static GroupsChoice OfLayers { get; } = new(IsLayers: true, []);
}
