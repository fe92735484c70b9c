using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Tables;
using Fds.Core.HyperOptimisation;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Assemblies;
using Fds.Core.Networks.Scripts;
using Fds.Core.Quadratics;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using CorePruningMode = Fds.Core.Tangents.PruningMode;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>Translates a study's specification into the terms of the numerics, because contracts and numerics do not reference each other.</summary>
internal static class SpecificationTranslation
{
    /// <summary>The setting that all runs of a study over one horizon share.</summary>
    /// <param name="study">The study.</param>
    /// <param name="device">Where they run.</param>
    /// <param name="data">The study's data on that device; unused by a problem without data.</param>
    /// <param name="horizon">How long they are.</param>
    /// <exception cref="Core.FdsException">The network does not take images of that shape.</exception>
    public static RunSetting Setting(StudySpecification study, string device, Func<DeviceData> data, Horizon horizon) =>
        IsQuadratic(study) ? Quadratic(study, torch.device(device), horizon) : Setting(study, data(), horizon);

    /// <summary>The setting of a network on its data.</summary>
    public static TrainingSetting Setting(StudySpecification study, DeviceData data, Horizon horizon)
    {
        Network network = Network(study, DataShape.Of(data.Dataset), data.Device);
        AugmentationSpecification augmentation = study.Data.Augmentation;
        return Trained(study, new TrainingSetting
        {
            Horizon = horizon,
            Network = network,
            Groups = Groups(study, network.Layout),
            Data = data,
            BatchSize = study.Inner.BatchSize,
            ValidationFraction = study.Data.ValidationFraction,
            Augmentation = new(augmentation.CropPadding, augmentation.Flip, augmentation.Cutout.Length, augmentation.Cutout.Probability),
            WeightScheme = Enum.Parse<WeightScheme>(study.Model.Initialisation.ToString()),
            UsesTf32 = AcceleratorArithmetic.UsesTf32 && data.Device.type == DeviceType.CUDA,
            Curvature = Curvature(study),
        });
    }

    /// <summary>The setting of the analytic problem.</summary>
    public static QuadraticSetting Quadratic(StudySpecification study, torch.Device device, Horizon horizon) => Trained(study, new QuadraticSetting { Device = device, Horizon = horizon, Groups = Groups(study, QuadraticProblem.Layout) });

    /// <summary>The study's average of its replicas' hypergradients.</summary>
    public static AverageRule Average(StudySpecification study) => Enum.Parse<AverageRule>(study.Seeds.Average.ToString());

    /// <summary>The study's network for its data.</summary>
    /// <param name="study">The study; the path of a network of the user's own leads to its file on this host.</param>
    /// <param name="data">The data.</param>
    /// <param name="device">Where it runs; null: on the processor.</param>
    /// <exception cref="Core.FdsException">It does not take such inputs, or its file is none that can be trained.</exception>
    public static Network Network(StudySpecification study, DataShape data, torch.Device? device = null)
    {
        Loss loss = LossOf(study, data.Form);
        if (study.Model.Gpt is { } gpt)
        {
            return NetworkFactory.Gpt(new(gpt.Layers, gpt.Heads, gpt.Width, gpt.Context), data.Form.Outputs);
        }

        if (!study.Model.IsOwn)
        {
            return NetworkFactory.Create(study.Model.Name, data.Form, loss, study.Model.Hidden);
        }

        bool byOwnLoss = study.Model.Loss == TrainingLoss.Own;
        try
        {
            return study.Model.IsModule
                ? AssemblyNetwork.Load(new(study.Model.Path!, study.Model.Type), data.Form, loss, Type(study), device ?? torch.CPU, byOwnLoss)
                : ScriptNetwork.Load(study.Model.Path!, data.Form, loss, Type(study), device ?? torch.CPU, byOwnLoss);
        }
        catch (Core.FdsException e)
        {
            throw OfFile(study, e);
        }
    }

    /// <summary>What tells the file of a located study's network from others; null where it has none.</summary>
    /// <exception cref="Core.FdsException">The file is none that can be loaded.</exception>
    public static string? Identity(StudySpecification study)
    {
        try
        {
            return study.Model switch
            {
                { IsModule: true, Path: var path } => AssemblyNetwork.Identity(path!),
                { IsScript: true, Path: var path } => ScriptNetwork.Identity(path!),
                _ => null,
            };
        }
        catch (Core.FdsException e)
        {
            throw OfFile(study, e);
        }
    }

    /// <summary>How the study's data are read.</summary>
    public static DatasetOptions DatasetOptions(DataSpecification data) => new()
    {
        Target = data.Target,
        Separator = data.Separator is { } separator ? Enum.Parse<Separator>(separator.ToString()) : null,
        HasHeader = data.Header,
        Categories = data.Categories.IsDefault ? [] : data.Categories,
        Ignored = data.Ignore.IsDefault ? [] : data.Ignore,
        TestFraction = data.TestFraction,
        Block = data.Block ?? 1,
    };

    /// <summary>Why a study's loss does not fit its data; null where it does.</summary>
    public static string? LossComplaint(StudySpecification study, ExampleForm form) => (study.Model.Loss, form.Classes) switch
    {
        (_, null) when study.Hyperparameters.Smooths => "hyperparameters has labelSmoothing, but the targets are real numbers; expected none: only classes can be smoothed.",
        (TrainingLoss.CrossEntropy, null) => "model.loss is cross-entropy, but the targets are real numbers; expected mse. Classes are whole numbers in arrays, and a target among the data.categories of a table.",
        (TrainingLoss.SquaredError, not null) => $"model.loss is mse, but the targets are {form.Classes} classes; expected cross-entropy. Real targets are floating-point numbers in arrays.",
        _ => null,
    };

    /// <summary>How Hessian products are computed.</summary>
    public static CurvatureOptions Curvature(StudySpecification study) =>
        new(Enum.Parse<EngineKind>(study.Inner.Engine.ToString()), study.Inner.Chunk ?? (study.Resources.ColumnShards > 1 ? ColumnShard.DefaultWidth : null), study.Inner.HessianBatchFraction, study.Hyperparameters is { Smooths: true, LabelSmoothing.Learn: true } ? 1 : 0);

    /// <summary>K: number of windows of all learned kinds.</summary>
    public static int Columns(StudySpecification study) => study.Kinds.Select(kind => study.Hyperparameters[kind]).Where(schedule => schedule.Learn).Sum(schedule => schedule.Initial.Length);

    /// <summary>Number of shares that one seed's columns are divided into.</summary>
    public static int ColumnShards(StudySpecification study) => ColumnShard.CountFor(Columns(study), study.Resources.ColumnShards, study.Inner.Chunk);

    /// <summary>The share of the columns that a piece of work has.</summary>
    public static ColumnShard Shard(StudySpecification study, int index) => new(index, ColumnShards(study), study.Inner.Chunk ?? 0);

    /// <summary>Whether the study is of the analytic problem.</summary>
    public static bool IsQuadratic(StudySpecification study) => study.Model.Name == ModelSpecification.Quadratic;

    /// <summary>T: inner steps of a horizon over a given number of training examples. The analytic problem has no examples.</summary>
    public static int Steps(StudySpecification study, Horizon horizon, int examples) => IsQuadratic(study) ? horizon.StepsOver(1, 1) : horizon.StepsOver(examples, study.Inner.BatchSize);

    /// <summary>
    /// The horizon of an outer step: its entry of <c>outer.epochs</c> if the study lists them (the last one repeats), else the inner
    /// horizon.
    /// </summary>
    public static Horizon OuterHorizon(StudySpecification study, int outerStep) => study.Outer.Epochs.IsEmpty
        ? InnerHorizon(study)
        : Horizon.OfEpochs(study.Outer.Epochs[Math.Min(outerStep, study.Outer.Epochs.Length - 1)]);

    /// <summary>The horizon of the last outer step. The study learns schedules for this horizon, and trials run over it.</summary>
    public static Horizon LastHorizon(StudySpecification study) => OuterHorizon(study, study.Outer.Steps - 1);

    /// <summary>The horizons from a given outer step on, in order, each with the number of consecutive steps that have it.</summary>
    public static IEnumerable<(Horizon Horizon, int Steps)> OuterHorizons(StudySpecification study, int first)
    {
        int step = first;
        for (; step < Math.Min(study.Outer.Epochs.Length - 1, study.Outer.Steps); step++)
        {
            yield return (OuterHorizon(study, step), 1);
        }

        if (step < study.Outer.Steps)
        {
            yield return (OuterHorizon(study, step), study.Outer.Steps - step);
        }
    }

    /// <summary>The horizon of retraining.</summary>
    public static Horizon RetrainHorizon(StudySpecification study) => study.Retrain.Epochs is { } epochs ? Horizon.OfEpochs(epochs) : InnerHorizon(study);

    /// <summary>The schedules of a run, with as many windows as there are values.</summary>
    public static PerKind<Schedule> Schedules(StudySpecification study, KindMap<ImmutableArray<double>> values) =>
        KindMap.Of(study.Kinds, kind => new Schedule(values[kind], study.Hyperparameters[kind].WindowsOf(values[kind].Length))).InNumerics();

    /// <summary>The study's groups of parameters among those of its network; null where all share every schedule.</summary>
    public static ParameterGroups? Groups(StudySpecification study, ParameterLayout layout) =>
        study.Groups.IsDefaultOrEmpty ? null
        : study.Model.IsOwn ? ParameterGroups.ByPatterns(layout, [.. study.Groups.Select(group => (group.Name, group.Parameters))])
        : ParameterGroups.Of(layout, [.. study.Groups.Select(group => (group.Name, group.Parameters))]);

    /// <summary>Whether a kind is learned.</summary>
    public static bool IsLearned(StudySpecification study, CoreKind kind) => study.Hyperparameters[kind.InContract()].Learn;

    /// <summary>The update rule of an inner step.</summary>
    public static IUpdateRule Rule(StudySpecification study) => study.Inner.Optimiser switch
    {
        Optimiser.Sgd => SgdRule.Instance,
        Optimiser.Nesterov => NesterovRule.Instance,
        Optimiser.AdamW => AdamWRule.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(study), study.Inner.Optimiser, "Expected sgd, nesterov or adamw."),
    };

    /// <summary>Which inner steps leave tangents untouched.</summary>
    public static Pruning Pruning(StudySpecification study) => new(Enum.Parse<CorePruningMode>(study.Outer.Pruning.Mode.ToString()), study.Outer.Pruning.Ratio);

    /// <summary>Bytes of the tangents of so many columns, those of the weights and of each moment.</summary>
    /// <param name="study">The study.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="weights">P.</param>
    public static long TangentBytes(StudySpecification study, long columns, long weights) => columns * StateNumbers(study, weights) * Width(study);

    /// <summary>Numbers of a state of the inner loop: the weights, and as many for each moment of the update rule.</summary>
    /// <param name="study">The study.</param>
    /// <param name="weights">P.</param>
    public static long StateNumbers(StudySpecification study, long weights) => (1 + Rule(study).Moments) * weights;

    /// <summary>Bytes of a number in the study's precision.</summary>
    public static int Width(StudySpecification study) => study.Inner.Precision == Precision.Float64 ? sizeof(double) : sizeof(float);

    private static Core.FdsException OfFile(StudySpecification study, Core.FdsException fault) => new($"model.path is {study.Model.Path!.Split('/')[^1]}: {fault.Message}.", fault);

    private static torch.ScalarType Type(StudySpecification study) => study.Inner.Precision == Precision.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    /// <exception cref="Core.FdsException">The study names a loss that does not fit.</exception>
    private static Loss LossOf(StudySpecification study, ExampleForm form) => LossComplaint(study, form) is { } complaint
        ? throw new Core.FdsException(complaint)
        : form.Classes is null ? Loss.SquaredError : Loss.CrossEntropy;

    private static Horizon InnerHorizon(StudySpecification study) => new(study.Inner.Epochs, study.Inner.Steps);

    /// <summary>A setting with what a study says of every problem.</summary>
    private static T Trained<T>(StudySpecification study, T setting)
        where T : RunSetting => (T)((RunSetting)setting with
        {
            Gain = study.Model.Gain,
            Type = Type(study),
            GradientClamp = study.Inner.GradientClamp,
            HessianProductClamp = study.Inner.HessianProductClamp,
            Pruning = Pruning(study),
            Rule = Rule(study),
        });
}
