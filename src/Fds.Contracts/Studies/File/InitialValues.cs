using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>Where a schedule begins, as a study file says it.</summary>
/// <param name="Values">One value, or one for each window; of a shape, its peak; of an earlier schedule, all its values.</param>
/// <param name="Shape">The shape; null: values.</param>
/// <param name="Auto">Whether the study is to find it.</param>
/// <param name="IsSchedule">Whether it is an earlier schedule, which stretches over any number of windows.</param>
/// <param name="OfGroups">Of an earlier schedule of groups, each group's values; null: the same for all.</param>
internal sealed record InitialValues(
    ImmutableArray<double> Values, ScheduleShape? Shape = null, bool Auto = false, bool IsSchedule = false, ImmutableSortedDictionary<string, ImmutableArray<double>>? OfGroups = null)
{
    /// <summary>Whether it can begin so many windows.</summary>
    public bool Fits(int windows) => OfGroups is null && (Shape is not null || IsSchedule || Values.Length == 1 || Values.Length == windows);

    /// <summary>Whether it can begin groups with so many windows each: the same for every group, or each with its own values.</summary>
    public bool FitsGroups(IReadOnlyList<string> names, ImmutableArray<int> windows) =>
        OfGroups is { } own ? names.All(own.ContainsKey) : (Values.Length == windows.Sum() && !IsSchedule) || windows.All(Fits);

    /// <summary>The values of the windows of all groups, group after group.</summary>
    public ImmutableArray<double> OverGroups(IReadOnlyList<string> names, ImmutableArray<int> windows, double minimum, double maximum) =>
        OfGroups is { } own ? [.. windows.SelectMany((count, i) => Stretched(own.GetValueOrDefault(names[i], Values), count))]
        : Shape is null && !IsSchedule && Values.Length == windows.Sum() ? Values
        : [.. windows.SelectMany(count => Over(count, minimum, maximum))];

    /// <summary>The values of so many windows. Those of a shape do not leave the range: a shape that falls to 0 stops at its lower end.</summary>
    public ImmutableArray<double> Over(int windows, double minimum, double maximum) => Shape is { } shape
        ? [.. shape.Over(windows).Select(part => minimum <= maximum ? Math.Clamp(Values[0] * part, minimum, maximum) : Values[0] * part)]
        : IsSchedule ? Stretched(Values, windows)
        : Values.Length == windows ? Values : [.. Enumerable.Repeat(Values[0], windows)];

    /// <summary>A window has the value that the earlier schedule has at the window's middle.</summary>
    private static ImmutableArray<double> Stretched(ImmutableArray<double> values, int windows) =>
        [.. Enumerable.Range(0, windows).Select(window => values[(int)(((2L * window) + 1) * values.Length / (2L * windows))])];
}
