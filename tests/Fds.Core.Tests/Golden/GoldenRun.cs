using System.Collections.Immutable;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Golden;

/// <summary>Our inner run on a golden file's weights, batches and schedules.</summary>
internal sealed class GoldenRun : IDisposable
{
    private readonly InnerState state;
    private readonly ColumnLayout columns;
    private readonly ImmutableArray<double> sums;

    private GoldenRun(InnerState state, ColumnLayout columns, ImmutableArray<double> sums, double validationLoss)
    {
        this.state = state;
        this.columns = columns;
        this.sums = sums;
        ValidationLoss = validationLoss;
    }

    public double ValidationLoss { get; }

    public Tensor Weights => state.Weights;

    public static Dataset LoadData(GoldenFile golden, string? folder) => golden.Dataset switch
    {
        "MNIST" => DatasetLoader.Load("mnist", null, folder),
        "FashionMNIST" => DatasetLoader.Load("fashion-mnist", null, folder),
        "CIFAR10" => DatasetLoader.Load("cifar-10", "cifar-10-binary-subset.tar.gz", folder),
        "CIFAR100" => DatasetLoader.Load("cifar-100", null, folder),
        _ => throw new InvalidDataException($"Unknown data set {golden.Dataset} in a golden file."),
    };

    public static GoldenRun Execute(GoldenFile golden, string folder, Dataset data, ScalarType type, int? roundingSeed = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Create(golden.Architecture!.ToLowerInvariant(), data.Training.Channels, data.Training.Height, data.Classes);
        string[] expectedShapes = [.. golden.Parameters.Select(parameter => $"{parameter.Name}[{string.Join(",", parameter.Shape)}]")];
        string[] shapes = [.. network.Layout.Shapes.Select(shape => $"{shape.Name}[{string.Join(",", shape.Shape)}]")];
        Xunit.Assert.Equal(expectedShapes, shapes);

        HyperparameterSchedules schedules = new(new([.. golden.LearningRates]), new([.. golden.Momentums]), new([.. golden.WeightDecays]));
        PruningMode mode = golden.PruningRatio == 0 ? PruningMode.None : Enum.Parse<PruningMode>(golden.PruningMode!, ignoreCase: true);
        InnerProblem problem = new(schedules, golden.InnerSteps, golden.GradientClamp, golden.HessianProductClamp, new Pruning(mode, golden.PruningRatio));
        ColumnLayout columns = new(ColumnLayout.All(schedules, kind => Hypergradient(golden.Expected, kind) is not null), schedules, golden.InnerSteps);
        SecondBackwardEngine engine = new(network);

        using DeviceImages training = new(data.Training, data.Normalisation, CPU);
        using DeviceImages validation = new(data.Test, data.Normalisation, CPU);
        InnerState state = new(InitialWeights(golden, folder, roundingSeed).to(type), columns.Rows.Length);
        InnerLoop loop = new(problem, columns, engine, new GivenBatches(training, golden.TrainIndices, type));
        for (int step = 0; step < golden.InnerSteps; step++)
        {
            loop.Step(state, step).Dispose();
        }

        Tensor indices = tensor(golden.ValidationIndices);
        CurvatureEvaluation end = engine.Evaluate(state.Weights, validation.Images(indices, type), validation.LabelsAt(indices), zeros([0, state.Weights.NumberOfElements], type));
        return new(state, columns, Core.HyperOptimisation.Hypergradient.Sum(end.Gradient, state.Tangents, columns), end.Loss.to(ScalarType.Float64).item<double>());
    }

    public static double[]? Hypergradient(GoldenExpectation expected, HyperparameterKind kind) => kind switch
    {
        HyperparameterKind.LearningRate => expected.LearningRateHypergradient,
        HyperparameterKind.Momentum => expected.MomentumHypergradient,
        _ => expected.WeightDecayHypergradient,
    };

    public static double Steps(GoldenExpectation expected, HyperparameterKind kind) => kind switch
    {
        HyperparameterKind.LearningRate => expected.StepsPerLearningRate,
        HyperparameterKind.Momentum => expected.StepsPerMomentum,
        _ => expected.StepsPerWeightDecay,
    };

    public double[] Hypergradient(HyperparameterKind kind) =>
        [.. Enumerable.Range(0, sums.Length).Where(i => columns.Requested[i].Kind == kind).Select(i => sums[i])];

    public double ContributingSteps(HyperparameterKind kind) => Core.HyperOptimisation.Hypergradient.ContributingSteps(kind, columns, state.Updates);

    public double[] TangentNorms(HyperparameterKind kind) =>
        [.. Enumerable.Range(0, sums.Length).Where(i => columns.Requested[i].Kind == kind)
            .Select(i => state.Tangents.WeightTangents[columns.RowOfRequest[i]].norm().to(ScalarType.Float64).item<double>())];

    public void Dispose() => state.Dispose();

    /// <summary>The file's weights, each moved at random by up to half the distance between neighbouring float32 numbers where a seed is given.</summary>
    private static Tensor InitialWeights(GoldenFile golden, string folder, int? roundingSeed)
    {
        Tensor weights = tensor(golden.ReadInitialWeights(folder));
        if (roundingSeed is not { } seed)
        {
            return weights;
        }

        const double HalfUlp = 1.0 / (1 << 24);
        using Generator generator = new((ulong)seed, CPU);
        return weights * (1 + (HalfUlp * ((2 * rand(weights.shape, ScalarType.Float64, generator: generator)) - 1)));
    }
}
