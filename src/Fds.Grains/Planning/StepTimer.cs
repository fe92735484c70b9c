using Fds.Contracts.Studies;
using Fds.Core.Networks;
using Fds.Core.Quadratics;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using static TorchSharp.torch;

namespace Fds.Grains.Planning;

/// <summary>
/// Times a few inner steps in about a second, whatever the network, batch and horizon are. If a mini-batch takes longer, only a part of it is
/// timed.
/// </summary>
internal sealed class StepTimer(TimeProvider time)
{
    private const int MostSteps = 5;

    /// <summary>Most weights of a network that is timed. With more, drawing them and doing one step would take too long and too much memory.</summary>
    private const long MostWeights = 50_000_000;

    /// <summary>
    /// Most numbers per example that are timed. With more, a convolutional network would take gigabytes, and one step longer than anybody
    /// waits for a plan.
    /// </summary>
    private const long LargestImage = 4_000_000;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.1);

    /// <summary>Columns that can be timed together: one for each kind of SGD.</summary>
    public static int MostColumns => PerKind.OfSgd.Length;

    /// <summary>Of a network's runs.</summary>
    /// <param name="setting">What they share.</param>
    /// <param name="columns">How many columns are timed together: each of several takes less time than one alone.</param>
    public StepTimes OfNetwork(TrainingSetting setting, int columns)
    {
        if (!IsQuick(setting.Network.Layout.Count, setting.Data.Training.ExampleLength))
        {
            return StepTimes.Unknown;
        }

        double single = Measure(setting with { BatchSize = 1 }, []);
        int examples = (int)Math.Clamp(Enough.TotalSeconds / single, 1, setting.BatchSize);
        double scale = (double)setting.BatchSize / examples;
        if (single >= Enough.TotalSeconds)
        {
            return new(single * scale, single * scale * setting.Curvature.CostOfColumn);
        }

        TrainingSetting part = setting with { BatchSize = examples };
        double plain = Measure(part, []);
        Column[] live = [.. setting.Rule.Kinds.Take(columns).Select(kind => new Column(kind, 0))];
        return new(plain * scale, Math.Max(0, Measure(part, live) - plain) * scale / live.Length);
    }

    /// <summary>Whether a step is timed at all, given the numbers of weights and of values per image.</summary>
    internal static bool IsQuick(long weights, long imageLength) => weights <= MostWeights && imageLength <= LargestImage;

    /// <summary>
    /// Times the analytic problem: one replica of the first outer step runs for a moment. The time of its columns is too short to be
    /// measured.
    /// </summary>
    public StepTimes OfQuadratic(StudySpecification study, Device device)
    {
        using CancellationTokenSource limit = new(Enough, time);
        (int Step, TimeSpan At) first = default;
        (int Step, TimeSpan At) last = default;
        long start = time.GetTimestamp();
        try
        {
            HypergradientRun.Execute(
                SpecificationTranslation.Quadratic(study, device, SpecificationTranslation.OuterHorizon(study, 0)),
                SpecificationTranslation.Schedules(study, OuterLoop.Schedule(OuterLoop.Initial(study))),
                kind => SpecificationTranslation.IsLearned(study, kind),
                new(0, 0, 0),
                report: position =>
                {
                    last = (position.Step, time.GetElapsedTime(start));
                    first = first.Step == 0 ? last : first;
                },
                cancellationToken: limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // A moment is enough.
        }

        // The first steps of a new process are slower.
        return last.Step > first.Step
            ? new((last.At - first.At).TotalSeconds / (last.Step - first.Step), 0)
            : new(time.GetElapsedTime(start).TotalSeconds / Math.Max(1, last.Step), 0);
    }

    /// <summary>Seconds of an inner step with one window per kind, so that every column measured is live from the first step.</summary>
    private double Measure(TrainingSetting setting, Column[] columns)
    {
        using var scope = NewDisposeScope();
        PerKind<Schedule> schedules = PerKind.Of(setting.Rule.Kinds, kind => Schedule.Constant(kind == Core.Schedules.HyperparameterKind.LearningRate ? 1e-3 : 0));
        RunSeeds seeds = new(0, 0, 0);
        using Generator generator = seeds.NewWeights();
        WeightScheme scheme = setting.WeightScheme == WeightScheme.File ? WeightScheme.Default : setting.WeightScheme;
        Tensor weights = WeightInitialiser.Draw(setting.Network.Layout, scheme, setting.Gain, generator, setting.Type, setting.Data.Device);
        const int Horizon = MostSteps + 1;
        using InnerState state = new(weights, columns.Length, setting.Rule);
        using EpochBatches batches = new(setting, arange(setting.Data.Training.Count, ScalarType.Int64), seeds);
        InnerLoop loop = new(new InnerProblem(schedules, Horizon, Rule: setting.Rule), new ColumnLayout(columns, schedules, Horizon), setting.Curvature.Create(setting.Network, () => 0), batches);
        loop.Step(state, 0).Dispose();
        long start = time.GetTimestamp();
        int taken = 0;
        while (taken < MostSteps && (taken == 0 || time.GetElapsedTime(start) < Enough))
        {
            taken++;
            using Tensor loss = loop.Step(state, taken);
            loss.to(ScalarType.Float32).item<float>();
        }

        return time.GetElapsedTime(start).TotalSeconds / taken;
    }
}
