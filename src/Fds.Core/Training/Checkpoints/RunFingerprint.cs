using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Updates;

namespace Fds.Core.Training.Checkpoints;

/// <summary>
/// A digest of all that a run's numbers depend on: data, network, inner problem, schedules, columns and seeds. Two runs with the same
/// fingerprint go through the same states, so that one may take up what the other left.
/// </summary>
public static class RunFingerprint
{
    /// <summary>SHA-256 in hexadecimal digits.</summary>
    /// <param name="kind">What is run, e.g. <c>retraining</c>.</param>
    /// <param name="setting">The setting that the study's runs share.</param>
    /// <param name="schedules">The schedules to train with; null where runs with different ones take up each other's state.</param>
    /// <param name="columns">The learned columns, in their order.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="aboveChanceBefore">Whether doing worse than always predicting the class frequencies counts as collapse from the start.</param>
    public static string Of(
        string kind, RunSetting setting, PerKind<Schedule>? schedules, IEnumerable<Column> columns, RunSeeds seeds, bool aboveChanceBefore)
    {
        string[] facts =
        [
            kind,
            .. setting.Facts(),
            .. schedules is null ? [] : schedules.Kinds.Select(each => $"{each} {Exact(schedules[each].Values)}"),
            .. setting.Rule is SgdRule ? Array.Empty<string>() : [setting.Rule.Name],
            .. setting.Groups is { } groups ? [$"groups {groups.Fact}"] : Array.Empty<string>(),
            .. setting.UsesTf32 ? ["tf32"] : Array.Empty<string>(),
            $"columns {string.Join(' ', columns)}",
            Invariant($"seeds {seeds.StudySeed} {seeds.Replica} {seeds.OuterStep} {aboveChanceBefore}"),
        ];
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))));
    }

    /// <summary>Numbers that read back exactly, parted by spaces.</summary>
    internal static string Exact(ImmutableArray<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
