using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Arrays;
using Fds.Core.Training;

namespace Fds.Grains.Devices;

/// <summary>Translates the facts that were read of a data set into the contract's types.</summary>
internal static class DataFacts
{
    /// <summary>The facts about a data set on a device.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="model">What identifies the file of the user's own network; null: a built-in one.</param>
    public static DataSummary Of(DeviceData data, string? model)
    {
        ImageDataset? images = data.Dataset as ImageDataset;
        ExampleForm form = data.Dataset.Form;
        return new()
        {
            Height = images?.Training.Height ?? 0,
            Width = images?.Training.Width ?? 0,
            Channels = images?.Training.Channels ?? 0,
            Classes = [.. data.Dataset.ClassSizes().Select(size => new ClassCount { Name = size.Name, Training = size.Training, Test = size.Test })],
            Turned = images?.Turned ?? 0,
            PassedOver = [.. data.Dataset.PassedOver.Select(Remark)],
            Missing = [.. data.Dataset.Missing.Select(Remark)],
            Bytes = data.Training.Bytes + data.Test.Bytes,
            Model = model,
            Shape = images is null ? form.Input : [],
            Training = images is null ? data.Dataset.TrainingCount : null,
            Test = images is null ? data.Dataset.TestCount : null,
            Vocabulary = form.Vocabulary,
            Target = (data.Dataset as ArrayDataset)?.Scale is { } scale ? new(scale.Name, scale.Mean, scale.StandardDeviation) : null,
            ClassesOfTargets = images is null ? form.Classes : null,
        };
    }

    private static DataRemark Remark(NamedFiles files) => new() { Reason = files.Reason, Count = files.Count, First = files.First };
}
