using System.Collections.Immutable;
using System.Text.Json;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Results.Exports;

/// <summary>A learned schedule, and what a training loop has to do besides to train as the study did.</summary>
/// <param name="Study">Name of the study.</param>
/// <param name="Horizon">T that it was learned over, in inner steps.</param>
/// <param name="Optimiser">How it makes weights of a gradient.</param>
/// <param name="GradientClamp">What gradients were clamped to; null: they were not.</param>
/// <param name="Groups">The schedules of each group of parameters.</param>
internal sealed record ExportedSchedule(string Study, int Horizon, Optimiser Optimiser, double? GradientClamp, ImmutableArray<ExportedGroup> Groups)
{
    /// <summary>Whether its momentum is Nesterov's.</summary>
    public bool Nesterov => Optimiser == Optimiser.Nesterov;

    /// <summary>Of a study; null where there is no schedule yet.</summary>
    public static ExportedSchedule? Of(StudySpecification study, ScheduleFile schedule)
    {
        ImmutableArray<ExportedGroup> groups = schedule.Groups is { } own
            ? [.. own.Select(group => new ExportedGroup(group.Name, group.Parameters, group.Windows))]
            : [new(ExportedGroup.Everything, ["*"], schedule.Windows)];
        return groups.All(group => group.Values.Kinds.All(kind => !group.Values[kind].IsDefaultOrEmpty))
            ? new(study.Name, schedule.Horizon, study.Inner.Optimiser, study.Inner.GradientClamp, groups)
            : null;
    }

    /// <summary>From a result folder's <c>schedule.json</c> and <c>study.yaml</c>.</summary>
    /// <exception cref="ConsoleException">They are none of a study that has learned a schedule.</exception>
    public static ExportedSchedule Parse(string schedule, string study)
    {
        StudySpecification specification = StudyFileReader.Read(study, ResultFiles.Study).Specification
            ?? throw new ConsoleException(ExitCodes.Usage, $"{ResultFiles.Study} is not a valid study: fds validate --file-only says why.");
        try
        {
            using JsonDocument file = JsonDocument.Parse(schedule);
            JsonElement root = file.RootElement;
            ImmutableArray<ExportedGroup> groups = root.TryGetProperty("groups", out JsonElement list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(group => new ExportedGroup(group.GetProperty("name").GetString()!, [.. group.GetProperty("parameters").EnumerateArray().Select(name => name.GetString()!)], Values(group, specification.Kinds)))]
                : [new(ExportedGroup.Everything, ["*"], Values(root, specification.Kinds))];
            return groups.All(group => group.Values.Kinds.All(kind => group.Values[kind].Length > 0))
                ? new(specification.Name, root.GetProperty("horizon").GetInt32(), specification.Inner.Optimiser, specification.Inner.GradientClamp, groups)
                : throw new ConsoleException(ExitCodes.Usage, "the study has no learned schedule that could be exported.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ConsoleException(ExitCodes.Usage, "schedule.json is none of a study: expected horizon and windows, with values for each kind.", e);
        }
    }

    private static KindMap<ImmutableArray<double>> Values(JsonElement of, ImmutableArray<HyperparameterKind> kinds) =>
        KindMap.Of<ImmutableArray<double>>(kinds, kind => [.. of.GetProperty("windows").GetProperty(kind.FieldName()).EnumerateArray().Select(value => value.GetDouble())]);
}
