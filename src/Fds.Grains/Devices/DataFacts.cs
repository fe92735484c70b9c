using Fds.Contracts.Studies;
using Fds.Core.Datasets;
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
        Dataset dataset = data.Dataset;
        int[] training = Counts(dataset.Training, dataset.Classes);
        int[] test = Counts(dataset.Test, dataset.Classes);
        return new()
        {
            Height = dataset.Training.Height,
            Width = dataset.Training.Width,
            Channels = dataset.Training.Channels,
            Classes = [.. dataset.ClassNames.Select((name, label) => new ClassCount { Name = name, Training = training[label], Test = test[label] })],
            Turned = dataset.Turned,
            PassedOver = [.. dataset.PassedOver.Select(Remark)],
            Missing = [.. dataset.Missing.Select(Remark)],
            Bytes = data.Training.Bytes + data.Test.Bytes,
            Model = model,
        };
    }

    private static int[] Counts(LabelledImages images, int classes)
    {
        int[] counts = new int[classes];
        foreach (byte label in images.Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    private static DataRemark Remark(NamedFiles files) => new() { Reason = files.Reason, Count = files.Count, First = files.First };
}
