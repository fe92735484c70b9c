using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fds.Core.Datasets;
using Fds.Core.Schedules;
using Fds.Core.Updates;
using Fds.Core.Tangents;

namespace Fds.Core.Training.Checkpoints;

/// <summary>
/// A digest of all that a run's numbers depend on: data, network, inner problem, schedules, columns and seeds. Two runs with the same
/// fingerprint go through the same states, so that one may take up what the other left.
/// </summary>
public static class RunFingerprint
{
    /// <summary>SHA-256 in hexadecimal digits.</summary>
    /// <param name="kind">What is run, e.g. <c>retraining</c>.</param>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with; null where runs with different ones take up each other's state.</param>
    /// <param name="columns">The learned columns, in their order.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="aboveChanceBefore">Whether doing worse than naming the class shares counts as collapse from the start.</param>
    public static string Of(
        string kind, TrainingSetting setting, PerKind<Schedule>? schedules, IEnumerable<Column> columns, RunSeeds seeds, bool aboveChanceBefore)
    {
        AugmentationOptions augmentation = setting.Augmentation;
        string[] facts =
        [
            kind,
            .. Data(setting.Data.Dataset),
            $"{setting.Network.Name} {setting.Network.Layout.Count} {setting.Type}",
            Invariant($"batch {setting.BatchSize} epochs {setting.Horizon.Epochs} steps {setting.Horizon.Steps} validation {setting.ValidationFraction:R}"),
            Invariant($"augmentation {augmentation.CropPadding} {augmentation.Flip} {augmentation.CutoutLength} {augmentation.CutoutProbability:R}"),
            Invariant($"weights {setting.WeightScheme} {setting.Gain:R}"),
            Invariant($"clamps {setting.GradientClamp:R} {setting.HessianProductClamp:R} pruning {setting.Pruning.Mode} {setting.Pruning.Ratio:R}"),
            Invariant($"products {setting.Curvature.Engine} {setting.Curvature.Chunk} {setting.Curvature.BatchFraction:R}"),
            .. schedules is null ? [] : PerKind.Kinds.Select(each => $"{each} {Exact(schedules[each].Values)}"),
            .. setting.Rule is SgdRule ? Array.Empty<string>() : [setting.Rule.Name],
            .. setting.UsesTf32 ? ["tf32"] : Array.Empty<string>(),
            $"columns {string.Join(' ', columns)}",
            Invariant($"seeds {seeds.StudySeed} {seeds.Replica} {seeds.OuterStep} {aboveChanceBefore}"),
        ];
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))));
    }

    /// <summary>Labels and normalisation stand for the pixels: other images under the same labels with the same moments are no accident.</summary>
    private static string[] Data(Dataset data) =>
    [
        $"{data.Name} {data.Training.Count} {data.Test.Count} {data.Classes} {data.Training.Channels}x{data.Training.Height}x{data.Training.Width}",
        Convert.ToHexString(SHA256.HashData(data.Training.Labels)),
        $"{Exact(data.Normalisation.Mean)} {Exact(data.Normalisation.StandardDeviation)}",
    ];

    private static string Exact(ImmutableArray<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
