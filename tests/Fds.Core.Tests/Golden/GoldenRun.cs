using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Datasets;
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

    /// <summary>By reverse mode: the hypergradients of the learned windows, not divided.</summary>
    public static (double[] Sums, Column[] Columns, double[] FinalWeights) Reverse(GoldenFile golden, string folder, ImageDataset data, AdjointMemory memory)
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceImages training = new(data.Training, data.Normalisation, CPU);
        using DeviceImages validation = new(data.Test, data.Normalisation, CPU);
        ICurvatureEngine engine = CurvatureOptions.Default.Create(MakeNetwork(golden, data));
        (InnerProblem problem, ColumnLayout columns) = MakeProblem(golden);
        GivenBatches batches = new(training, golden.TrainIndices, ScalarType.Float64);
        using IHypergradientPass pass = HypergradientPasses.Create(
            new(problem, columns, engine, batches, CurvatureOptions.Default.CostOfStep), tensor(golden.ReadInitialWeights(folder)), memory);
        pass.Steps(0, report: null, memory: null).Run(Xunit.TestContext.Current.CancellationToken);
        double[] final = pass.State.Weights.data<double>().ToArray();
        Tensor indices = tensor(golden.ValidationIndices);
        HypergradientFound found = pass.Conclude(
            () => engine.Evaluate(pass.State.Weights, validation.Inputs(indices, ScalarType.Float64), validation.TargetsAt(indices), zeros([0, pass.State.Weights.NumberOfElements], ScalarType.Float64)).Gradient,
            report: null, memory: null, Xunit.TestContext.Current.CancellationToken);
        double[] sums = [.. found.Hypergradient.Select((mean, i) => mean * golden.InnerSteps / columns.WindowsOf(columns.Requested[i]))];
        return (sums, [.. columns.Requested], final);
    }

    public double ValidationLoss { get; }

    public Tensor Weights => state.Weights;

    public static ImageDataset LoadData(GoldenFile golden, string? folder) => golden.Dataset switch
    {
        "MNIST" => ImageSets.Load("mnist", null, folder),
        "FashionMNIST" => ImageSets.Load("fashion-mnist", null, folder),
        "CIFAR10" => ImageSets.Load("cifar-10", "cifar-10-binary-subset.tar.gz", folder),
        "CIFAR100" => ImageSets.Load("cifar-100", null, folder),
        _ => throw new InvalidDataException($"Unknown data set {golden.Dataset} in a golden file."),
    };

    public static GoldenRun Execute(GoldenFile golden, string folder, ImageDataset data, ScalarType type, EngineKind by = EngineKind.Tangent)
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceImages training = new(data.Training, data.Normalisation, CPU);
        using DeviceImages validation = new(data.Test, data.Normalisation, CPU);
        Network network = MakeNetwork(golden, data);
        ICurvatureEngine engine = new CurvatureOptions(by).Create(network);
        (InnerLoop loop, ColumnLayout columns) = MakeLoop(golden, engine, training, type);
        InnerState state = new(tensor(golden.ReadInitialWeights(folder)).to(type), columns.Rows.Length);
        for (int step = 0; step < golden.InnerSteps; step++)
        {
            loop.Step(state, step).Dispose();
        }

        Tensor indices = tensor(golden.ValidationIndices);
        CurvatureEvaluation end = engine.Evaluate(state.Weights, validation.Inputs(indices, type), validation.TargetsAt(indices), zeros([0, state.Weights.NumberOfElements], type));
        return new(state, columns, Core.HyperOptimisation.Hypergradient.Sum(end.Gradient, state.Tangents, columns), end.Loss.to(ScalarType.Float64).item<double>());
    }

    /// <summary>
    /// For every inner step, how far one step in float32 from the state of the run in float64 ends from that of float64: the norm of
    /// the difference of all tangents over their norm.
    /// </summary>
    public static double[] StepErrors(GoldenFile golden, string folder, ImageDataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceImages training = new(data.Training, data.Normalisation, CPU);
        ICurvatureEngine engine = CurvatureOptions.Default.Create(MakeNetwork(golden, data));
        (InnerLoop loop, ColumnLayout columns) = MakeLoop(golden, engine, training, ScalarType.Float64);
        (InnerLoop singleLoop, _) = MakeLoop(golden, engine, training, ScalarType.Float32);
        using InnerState state = new(tensor(golden.ReadInitialWeights(folder)), columns.Rows.Length);
        using InnerState single = new(state.Weights.to(ScalarType.Float32), columns.Rows.Length);
        double[] errors = new double[golden.InnerSteps];
        for (int step = 0; step < golden.InnerSteps; step++)
        {
            single.Weights.copy_(state.Weights);
            single.Velocity.copy_(state.Velocity);
            single.Tangents.WeightTangents.copy_(state.Tangents.WeightTangents);
            single.Tangents.VelocityTangents.copy_(state.Tangents.VelocityTangents);
            singleLoop.Step(single, step).Dispose();
            loop.Step(state, step).Dispose();
            errors[step] = ((single.Tangents.WeightTangents - state.Tangents.WeightTangents).norm() / state.Tangents.WeightTangents.norm()).item<double>();
        }

        return errors;
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

    public double ContributingSteps(HyperparameterKind kind) => Core.HyperOptimisation.Hypergradient.ContributingSteps(new(kind, 0), columns, state.Updates);

    public double[] TangentNorms(HyperparameterKind kind) =>
        [.. Enumerable.Range(0, sums.Length).Where(i => columns.Requested[i].Kind == kind)
            .Select(i => state.Tangents.WeightTangents[columns.RowOfRequest[i]].norm().to(ScalarType.Float64).item<double>())];

    public void Dispose() => state.Dispose();

    private static Network MakeNetwork(GoldenFile golden, ImageDataset data)
    {
        Network network = NetworkFactory.Create(golden.Architecture!.ToLowerInvariant(), data.Training.Channels, data.Training.Height, data.Training.Width, data.Classes);
        string[] expectedShapes = [.. golden.Parameters.Select(parameter => $"{parameter.Name}[{string.Join(",", parameter.Shape)}]")];
        string[] shapes = [.. network.Layout.Shapes.Select(shape => $"{shape.Name}[{string.Join(",", shape.Shape)}]")];
        Xunit.Assert.Equal(expectedShapes, shapes);
        return network;
    }

    private static (InnerLoop Loop, ColumnLayout Columns) MakeLoop(GoldenFile golden, ICurvatureEngine engine, DeviceImages training, ScalarType type)
    {
        (InnerProblem problem, ColumnLayout columns) = MakeProblem(golden);
        return (new(problem, columns, engine, new GivenBatches(training, golden.TrainIndices, type)), columns);
    }

    private static (InnerProblem Problem, ColumnLayout Columns) MakeProblem(GoldenFile golden)
    {
        PerKind<Schedule> schedules = new(new([.. golden.LearningRates]), new([.. golden.Momentums]), new([.. golden.WeightDecays]));
        PruningMode mode = golden.PruningRatio == 0 ? PruningMode.None : Enum.Parse<PruningMode>(golden.PruningMode!, ignoreCase: true);
        InnerProblem problem = new(schedules, golden.InnerSteps, golden.GradientClamp, golden.HessianProductClamp, new Pruning(mode, golden.PruningRatio));
        ColumnLayout columns = new(ColumnLayout.All(schedules, kind => Hypergradient(golden.Expected, kind) is not null), schedules, golden.InnerSteps);
        return (problem, columns);
    }
}
