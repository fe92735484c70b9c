using Fds.Core.Datasets.Arrays;
using Fds.Core.Datasets.Text;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Scripts;
using Fds.Core.Tests.Networks.Scripts;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>Small problems that are no images: a table of eight numbers and a real target, and a text of 65 characters.</summary>
internal static class OtherData
{
    /// <summary>Inner steps of a run.</summary>
    public const int Steps = 12;

    /// <summary>The data of a problem.</summary>
    public static DeviceData Load(string problem)
    {
        using Generator generator = new(21);
        if (problem.StartsWith("text", StringComparison.Ordinal))
        {
            // Every token follows from the one before it, mostly.
            int[] tokens = new int[600];
            for (int i = 1; i < tokens.Length; i++)
            {
                tokens[i] = i % 11 == 0 ? i % 65 : (tokens[i - 1] + 7) % 65;
            }

            return new(new TextDataset([.. Enumerable.Range(0, 65).Select(token => $"{(char)(' ' + token)}")], 7, tokens[..500], tokens[500..]), CPU);
        }

        return new(new ArrayDataset("table", new() { Input = [8] }, Rows(80, generator), Rows(20, generator)), CPU);
    }

    /// <summary>Its network, from the same weights always.</summary>
    public static TrainingSetting Setting(string problem, DeviceData data)
    {
        Network network = problem switch
        {
            "regression" => NetworkFactory.Create("mlp", data.Dataset.Form, Loss.SquaredError, [6]),
            "text by PyTorch" => ScriptNetwork.Load(ScriptFiles.Committed("chars.pt"), data.Dataset.Form, Loss.CrossEntropy, ScalarType.Float64, CPU),
            _ => ScriptNetwork.Load(ScriptFiles.Committed("reals.pt"), data.Dataset.Form, Loss.SquaredError, ScalarType.Float64, CPU),
        };
        return new()
        {
            Network = network,
            Data = data,
            BatchSize = 10,
            Horizon = Horizon.OfSteps(Steps),
            ValidationFraction = 0.3,
            WeightScheme = problem == "regression" ? WeightScheme.Xavier : WeightScheme.File,
            Type = ScalarType.Float64,
        };
    }

    private static LabelledArrays Rows(int count, Generator generator)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] inputs = randn(count * 8, ScalarType.Float64, generator: generator).data<double>().ToArray();
        double[] targets = [.. inputs.Chunk(8).Select(row => row[0] - (0.5 * row[1] * row[2]) + 0.3)];
        return new(new(inputs, [count, 8]), new(targets, [count, 1]));
    }
}
