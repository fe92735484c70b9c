using System.Collections.Immutable;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Quadratics;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Studies.Numerics;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace Fds.Grains.Planning;

/// <summary>Computes a study's cost without a loop over its steps, and times a few of its inner steps.</summary>
internal sealed class StudyPlanner(DatasetCache datasets, ModelFiles models, IDeviceDiscovery discovery, StepTimer timer, IOptions<FdsSiloOptions> options)
{
    /// <summary>The plan of a study on this host's devices.</summary>
    /// <exception cref="FdsException">Its data are missing, or it cannot be carried out on them.</exception>
    public StudyPlan Plan(StudySpecification study)
    {
        TorchRuntime.EnsureLoads();
        IReadOnlyList<DeviceSlot> slots = discovery.Find(options.Value);
        TorchRuntime.UseThreads(slots[0].Threads);
        if (SpecificationTranslation.IsQuadratic(study))
        {
            Require(study, DataShape.None);
            return Plan(study, slots, DataShape.None, QuadraticProblem.Weights, _ => timer.OfQuadratic(study, torch.device(slots[0].Device)));
        }

        study = models.Locate(study);
        using Loan<DeviceData> loan = datasets.Borrow(study.Data, slots[0].Device);
        DataShape data = DataShape.Of(loan.Value.Dataset);
        Require(study, data);

        // Steps are timed with a few columns, which must fit first; then what the whole run carries must fit.
        RunMemory.Require(study, loan.Value, slots[0], carriesTangents: false);
        TrainingSetting setting = SpecificationTranslation.Setting(study, loan.Value, SpecificationTranslation.OuterHorizon(study, 0));
        StudyPlan plan = Plan(study, slots, data, setting.Network.Layout.Count, columns => timer.OfNetwork(setting, columns));
        bool carriesTangents = study.Methods.Contains(StudyMethod.Fds) && plan.Hypergradients is not { Mode: HypergradientMode.Reverse };
        RunMemory.Require(study, loan.Value, slots[0], carriesTangents);
        return plan with { Data = DataFacts.Of(loan.Value, SpecificationTranslation.Identity(study)), FirstWeights = FirstWeights(study, setting.Network), RunBytes = RunMemory.AtLeast(study, loan.Value, carriesTangents) };
    }

    private static string? FirstWeights(StudySpecification study, Network network) => study.Model switch
    {
        { IsOwn: false } => null,
        { Initialisation: not Initialisation.File } => "drawn by model.initialisation",
        { IsModule: true } => network.DrawsOwnWeights ? "drawn for every run by the module's constructor" : "those that the module's constructor makes, the same for every run",
        _ when network.DrawsOwnWeights => "drawn for every run by the module's reset_parameters",
        _ => "those in the file, the same for every run: the module exports no reset_parameters",
    };

    private static void Require(StudySpecification study, DataShape data)
    {
        if (StudyFeasibility.Complaint(study, data) is { } complaint)
        {
            throw new FdsException(complaint);
        }
    }

    private static StudyPlan Plan(StudySpecification study, IReadOnlyList<DeviceSlot> slots, DataShape data, long parameters, Func<int, StepTimes> timesOf)
    {
        int validation = ValidationSplit.SizeOf(data.Training, study.Data.ValidationFraction);
        int training = data.Training - validation;
        ImmutableArray<int> horizons =
        [
            .. SpecificationTranslation.OuterHorizons(study, 0).SelectMany(group => Enumerable.Repeat(SpecificationTranslation.Steps(study, group.Horizon, training), group.Steps)),
        ];
        int retraining = study.Retrain.Seeds == 0 ? 0 : SpecificationTranslation.Steps(study, SpecificationTranslation.RetrainHorizon(study), data.Training);
        long free = slots[0].FreeForStates;
        TrailPlan? Trail(int horizon) => HypergradientChoice.Trail(study, horizon, parameters, free);
        int longest = horizons.Max();
        StepTimes times = timesOf(Trail(longest) is null ? StepTimer.MostColumns : 1);
        MethodForecast?[] forecasts = [.. study.Methods.Select(method => MethodForecast.Of(study, method, horizons, validation, Trail))];
        double gradients = forecasts.Sum(forecast => forecast?.Gradients ?? 0) + Retraining(study, retraining);
        double updates = forecasts.Sum(forecast => forecast?.Updates ?? 0);
        int columns = SpecificationTranslation.Columns(study);
        double costOfUpdate = SpecificationTranslation.Curvature(study).CostOfColumn;
        return new()
        {
            TrainingExamples = training,
            ValidationExamples = validation,
            TestExamples = data.Test,
            Parameters = (int)parameters,
            Columns = columns,
            Horizons = horizons,
            TangentBytes = SpecificationTranslation.TangentBytes(study, columns, parameters),
            GradientSteps = gradients + updates,
            Seconds = ((gradients * times.Gradient) + (updates / costOfUpdate * times.Column)) / Parallel(study, slots.Count),
            Methods = [.. study.Methods.Zip(forecasts, (method, forecast) => new MethodPlan { Method = method, GradientSteps = forecast?.GradientSteps })],
            Hypergradients = HypergradientChoice.Describe(study, longest, Trail(longest), parameters),
            Device = slots[0].Pool,
            Slots = slots.Count,
        };
    }

    /// <summary>Inner steps of all retraining: of fds with two schedules, of every other method with one.</summary>
    private static double Retraining(StudySpecification study, int horizon) => (double)study.Retrain.Seeds * horizon * study.Methods.Sum(method => method == StudyMethod.Fds ? 2 : 1);

    private static int Parallel(StudySpecification study, int slots) =>
        study.Methods is [StudyMethod.Fds] ? Math.Min(slots, study.Replicas * study.Population.Members * SpecificationTranslation.ColumnShards(study)) : slots;
}
