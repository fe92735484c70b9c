using System.Collections.Immutable;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Quadratics;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Studies;
using Microsoft.Extensions.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Grains.Planning;

/// <summary>Works out a study's cost, and times a few inner steps of it.</summary>
internal sealed class StudyPlanner(DatasetCache datasets, IDeviceDiscovery discovery, IOptions<FdsSiloOptions> options, TimeProvider time)
{
    private const int TimedSteps = 5;

    /// <summary>The plan of a study on this host's devices.</summary>
    /// <exception cref="Core.FdsException">Its data are missing, or a window would be empty.</exception>
    public StudyPlan Plan(StudySpecification study)
    {
        TorchRuntime.EnsureLoads();
        IReadOnlyList<DeviceSlot> slots = discovery.Find(options.Value);
        DeviceSlot slot = slots[0];
        TorchRuntime.UseThreads(slot.Threads);
        if (SpecificationTranslation.IsQuadratic(study))
        {
            return QuadraticPlan(study, slots);
        }

        using Loan<DeviceData> loan = datasets.Borrow(study.Data, slot.Device);
        TrainingSetting setting = SpecificationTranslation.Setting(study, loan.Value, SpecificationTranslation.OuterHorizon(study, 0));
        HyperparameterSchedules schedules = SpecificationTranslation.Schedules(OuterLoop.Schedule(OuterLoop.Initial(study)));
        Column[] columns = [.. ColumnLayout.All(schedules, kind => SpecificationTranslation.IsLearned(study, kind))];

        int validation = ValidationSplit.SizeOf(loan.Value.Training.Count, study.Data.ValidationFraction);
        int training = loan.Value.Training.Count - validation;
        int[] horizons = [.. Enumerable.Range(0, study.Outer.Steps).Select(step => SpecificationTranslation.OuterHorizon(study, step).StepsOver(training, study.Inner.BatchSize))];
        int retraining = study.Retrain.Seeds == 0 ? 0 : SpecificationTranslation.RetrainHorizon(study).StepsOver(loan.Value.Training.Count, study.Inner.BatchSize);

        RunMemory.Require(study, loan.Value, slot, study.Methods.Contains(StudyMethod.Fds));
        (double gradient, double column) = Time(setting, schedules);
        MethodForecast?[] forecasts = [.. study.Methods.Select(method => MethodForecast.Of(study, method, horizons, validation))];
        double gradients = forecasts.Sum(forecast => forecast?.Gradients ?? 0) + Retraining(study, retraining);
        double updates = forecasts.Sum(forecast => forecast?.Updates ?? 0);
        int parallel = Parallel(study, slots.Count);
        return new()
        {
            TrainingExamples = training,
            ValidationExamples = validation,
            TestExamples = loan.Value.Test.Count,
            Parameters = (int)setting.Network.Layout.Count,
            Columns = columns.Length,
            Horizons = [.. horizons],
            TangentBytes = 2L * columns.Length * setting.Network.Layout.Count * (setting.Type == ScalarType.Float64 ? 8 : 4),
            GradientSteps = gradients + updates,
            Seconds = ((gradients * gradient) + (updates / (setting.Curvature.CostOfStep(1) - 1) * column)) / parallel,
            Methods = Methods(study, forecasts),
            Data = DataFacts.Of(loan.Value),
            RunBytes = RunMemory.AtLeast(study, loan.Value, study.Methods.Contains(StudyMethod.Fds)),
            Device = slot.Pool,
            Slots = slots.Count,
        };
    }

    /// <summary>The analytic problem is so small that one replica of its first outer step is simply run.</summary>
    private StudyPlan QuadraticPlan(StudySpecification study, IReadOnlyList<DeviceSlot> slots)
    {
        HyperparameterSchedules schedules = SpecificationTranslation.Schedules(OuterLoop.Schedule(OuterLoop.Initial(study)));
        int[] horizons = [.. Enumerable.Range(0, study.Outer.Steps).Select(step => SpecificationTranslation.OuterHorizon(study, step).StepsOver(1, 1))];
        int retraining = study.Retrain.Seeds == 0 ? 0 : SpecificationTranslation.RetrainHorizon(study).StepsOver(1, 1);
        long start = time.GetTimestamp();
        QuadraticRun.Hypergradient(
            SpecificationTranslation.Quadratic(study, torch.device(slots[0].Device), SpecificationTranslation.OuterHorizon(study, 0)),
            schedules, kind => SpecificationTranslation.IsLearned(study, kind), new(0, 0, 0));
        double perStep = time.GetElapsedTime(start).TotalSeconds / horizons[0];
        MethodForecast?[] forecasts = [.. study.Methods.Select(method => MethodForecast.Of(study, method, horizons, validation: 0))];
        double steps = forecasts.Sum(forecast => forecast?.Gradients ?? 0) + Retraining(study, retraining);
        int columns = ColumnLayout.All(schedules, kind => SpecificationTranslation.IsLearned(study, kind)).Count();
        return new()
        {
            TrainingExamples = 0,
            ValidationExamples = 0,
            TestExamples = 0,
            Parameters = QuadraticProblem.Weights,
            Columns = columns,
            Horizons = [.. horizons],
            TangentBytes = 2L * columns * QuadraticProblem.Weights * (study.Inner.Precision == Precision.Float64 ? 8 : 4),
            GradientSteps = steps + forecasts.Sum(forecast => forecast?.Updates ?? 0),
            Seconds = steps * perStep / Parallel(study, slots.Count),
            Methods = Methods(study, forecasts),
            Device = slots[0].Pool,
            Slots = slots.Count,
        };
    }

    /// <summary>Inner steps of all retraining: of fds with two schedules, of every other method with one.</summary>
    private static double Retraining(StudySpecification study, int horizon) => (double)study.Retrain.Seeds * horizon * study.Methods.Sum(method => method == StudyMethod.Fds ? 2 : 1);

    private static int Parallel(StudySpecification study, int slots) =>
        study.Methods is [StudyMethod.Fds] ? Math.Min(slots, study.Replicas * SpecificationTranslation.ColumnShards(study)) : slots;

    private static ImmutableArray<MethodPlan> Methods(StudySpecification study, MethodForecast?[] forecasts) =>
        [.. study.Methods.Zip(forecasts, (method, forecast) => new MethodPlan { Method = method, GradientSteps = forecast?.GradientSteps })];

    /// <summary>Seconds of one gradient, and of one column's update, on this device.</summary>
    private (double Gradient, double Column) Time(TrainingSetting setting, HyperparameterSchedules schedules)
    {
        double plain = TimeSteps(setting, schedules, []);
        // One window per kind, so that every column measured is live from the first step.
        HyperparameterSchedules single = new(Schedule.Constant(1e-3), Schedule.Constant(0), Schedule.Constant(0));
        Column[] live = [.. HyperparameterSchedules.Kinds.Select(kind => new Column(kind, 0))];
        return (plain, Math.Max(0, TimeSteps(setting, single, live) - plain) / live.Length);
    }

    private double TimeSteps(TrainingSetting setting, HyperparameterSchedules schedules, Column[] columns)
    {
        using DisposeScope scope = NewDisposeScope();
        RunSeeds seeds = new(0, 0, 0);
        using Generator generator = seeds.NewWeights();
        Tensor weights = WeightInitialiser.Draw(setting.Network.Layout, setting.WeightScheme, setting.Gain, generator, setting.Type, setting.Data.Device);
        int horizon = Math.Max(TimedSteps + 1, HyperparameterSchedules.Kinds.Max(kind => schedules[kind].Windows));
        using InnerState state = new(weights, columns.Length);
        using EpochBatches batches = new(setting, arange(setting.Data.Training.Count, ScalarType.Int64), seeds);
        InnerLoop loop = new(new InnerProblem(schedules, horizon), new ColumnLayout(columns, schedules, horizon), setting.Curvature.Create(setting.Network), batches);
        loop.Step(state, 0).Dispose();
        long start = time.GetTimestamp();
        for (int step = 1; step <= TimedSteps; step++)
        {
            using Tensor loss = loop.Step(state, step);
            loss.to(ScalarType.Float32).item<float>();
        }

        return time.GetElapsedTime(start).TotalSeconds / TimedSteps;
    }
}
