using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>Where a schedule begins, as a study file says it.</summary>
/// <param name="Values">One value, or one for each window; of a shape, its peak.</param>
/// <param name="Shape">The shape; null: values.</param>
/// <param name="Auto">Whether the study is to find it.</param>
internal sealed record InitialValues(ImmutableArray<double> Values, ScheduleShape? Shape = null, bool Auto = false)
{
    /// <summary>Whether it can begin so many windows.</summary>
    public bool Fits(int windows) => Shape is not null || Values.Length == 1 || Values.Length == windows;

    /// <summary>Whether it can begin groups with so many windows each: the same for every group, or each with its own values.</summary>
    public bool FitsGroups(ImmutableArray<int> windows) => Values.Length == windows.Sum() || windows.All(Fits);

    /// <summary>The values of the windows of all groups, group after group.</summary>
    public ImmutableArray<double> OverGroups(ImmutableArray<int> windows, double minimum, double maximum) =>
        Shape is null && Values.Length == windows.Sum() ? Values : [.. windows.SelectMany(count => Over(count, minimum, maximum))];

    /// <summary>The values of so many windows. Those of a shape do not leave the range: a shape that falls to 0 stops at its lower end.</summary>
    public ImmutableArray<double> Over(int windows, double minimum, double maximum) => Shape is { } shape
        ? [.. shape.Over(windows).Select(part => minimum <= maximum ? Math.Clamp(Values[0] * part, minimum, maximum) : Values[0] * part)]
        : Values.Length == windows ? Values : [.. Enumerable.Repeat(Values[0], windows)];
}
