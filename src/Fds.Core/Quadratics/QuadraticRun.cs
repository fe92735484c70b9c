using Fds.Core.Curvature;
using Fds.Core.Greedy;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Quadratics;

/// <summary>
/// Runs of the quadratic problem through the same inner loop and recursion as any network's. Its validation and test loss are the loss
/// itself; for want of classes its accuracy is said to be 1 / (1 + L).
/// </summary>
public static class QuadraticRun
{
    private const string NotFinite = "the loss was not finite at the end of the run";

    /// <summary>One replica of one outer step.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="learned">Which kinds have columns.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="shard">Which of the columns to carry.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows.</exception>
    public static HypergradientResult Hypergradient(
        QuadraticSetting setting,
        PerKind<Schedule> schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        ColumnShard shard = default,
        Action<RunPosition>? report = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        ColumnLayout whole = new(ColumnLayout.All(schedules, learned), schedules, setting.Horizon);
        ColumnLayout columns = whole.Share(shard);
        using QuadraticProblem problem = new(setting.Type, setting.Device);
        using IHypergradientPass pass = HypergradientPasses.Create(
            new(Inner(setting, schedules), columns, problem, problem, CurvatureOptions.Default.CostOfStep), Initial(setting, seeds), setting.Reverse);
        (int steps, string? diverged) = pass.Steps(first: 0, report, memory: null).Run(cancellationToken);
        double loss = problem.Loss(pass.State.Weights);
        if (!double.IsFinite(loss))
        {
            return new() { Ending = RunEnding.Diverged, Reason = diverged ?? NotFinite, Steps = steps, GradientSteps = pass.State.Cost };
        }

        HypergradientFound found = pass.Conclude(() => problem.Gradient(pass.State.Weights), report, memory: null, cancellationToken);
        return new()
        {
            Ending = RunEnding.Completed,
            Hypergradient = found.Hypergradient,
            StepHypergradients = found.Steps,
            Columns = whole.IndicesOf(columns),
            GradientClamped = pass.State.Clamps.GradientShare,
            ProductsClamped = setting.Reverse is null ? pass.State.Clamps.ProductsShares(columns) : [],
            Validation = Evaluation(loss),
            Steps = steps,
            GradientSteps = pass.State.Cost + 1,
        };
    }

    /// <summary>One run from scratch without tangents.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    public static RetrainingResult Retrain(
        QuadraticSetting setting, PerKind<Schedule> schedules, RunSeeds seeds, Action<RunPosition>? report = null, CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using QuadraticProblem problem = new(setting.Type, setting.Device);
        using InnerState state = Start(setting, columns: 0, seeds);
        (int steps, string? diverged) = Loop(setting, schedules, new([], schedules, setting.Horizon), problem, state, report).Run(cancellationToken);
        double loss = problem.Loss(state.Weights);
        return new()
        {
            Ending = double.IsFinite(loss) ? RunEnding.Completed : RunEnding.Diverged,
            Reason = double.IsFinite(loss) ? null : diverged ?? NotFinite,
            Test = Evaluation(loss),
            Steps = steps,
            GradientSteps = state.Cost,
        };
    }

    /// <summary>One trial, or one segment of it.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="segment">Which part of the horizon to train, and from and to where; null: all of it.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The segment does not fit, or the parent's state cannot be used.</exception>
    public static TrialResult Trial(
        QuadraticSetting setting,
        PerKind<Schedule> schedules,
        RunSeeds seeds,
        TrialSegment? segment = null,
        Action<RunPosition>? report = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        TrialSegment part = segment ?? new(0, setting.Horizon, From: null, To: null);
        part.Require(setting.Horizon);
        using QuadraticProblem problem = new(setting.Type, setting.Device);
        using InnerState state = Start(setting, columns: 0, part.Weights ?? seeds);
        RunSnapshot Capture(int step) => state.Capture(step, []);
        TrialHandover handover = new(part, FormattableString.Invariant($"quadratic {setting.Horizon} {setting.Gain:R} {setting.Type} {setting.GradientClamp:R} {setting.Rule?.Name} {seeds}"));
        if (handover.Take(Capture(0)) is { } parent)
        {
            state.Restore(parent);
        }

        StepLoop loop = Loop(setting, schedules, new([], schedules, setting.Horizon), problem, state, report) with { First = part.First, End = part.End };
        (int steps, string? diverged) = loop.Run(cancellationToken);
        double loss = problem.Loss(state.Weights);
        if (!double.IsFinite(loss))
        {
            return new() { Ending = RunEnding.Diverged, Reason = diverged ?? NotFinite, Steps = steps, GradientSteps = state.Cost };
        }

        handover.Leave(Capture);
        return new() { Ending = RunEnding.Completed, Validation = Evaluation(loss), Steps = steps, GradientSteps = state.Cost };
    }

    /// <summary>One run during which a greedy method moves the hyperparameters.</summary>
    /// <param name="setting">What the study's runs share; pruning is not used.</param>
    /// <param name="settings">The method and its settings.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The settings contradict themselves or the horizon.</exception>
    public static GreedyResult Greedy(
        QuadraticSetting setting, GreedySettings settings, RunSeeds seeds, Action<RunPosition>? report = null, CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        settings.Require(setting.Horizon);
        using QuadraticProblem quadratic = new(setting.Type, setting.Device);
        using InnerState state = Start(setting, GreedyTraining.ColumnsOf(settings), seeds);
        GreedyTrajectory trajectory = new(settings, setting.Horizon);
        GreedyProblem problem = GreedyProblem.Of(quadratic, new(GreedyRun.Initial(settings), setting.Horizon, setting.GradientClamp, setting.HessianProductClamp));
        (int steps, string? diverged) = (GreedyTraining.Steps(settings, problem, state, trajectory) with { Report = report }).Run(cancellationToken);
        double loss = quadratic.Loss(state.Weights);
        bool completed = diverged is null && double.IsFinite(loss);
        return new()
        {
            Ending = completed ? RunEnding.Completed : RunEnding.Diverged,
            Reason = completed ? null : diverged ?? NotFinite,
            Validation = Evaluation(loss),
            Trajectory = completed ? trajectory.Average() : null,
            Final = trajectory.Current,
            ShareAtRange = trajectory.ShareAtRange,
            Steps = steps,
            GradientSteps = state.Cost,
        };
    }

    /// <summary>One seed's hypergradients of the whole run and of single steps, along the trajectory of given schedules.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="learned">Which kinds have columns.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows.</exception>
    public static FluctuationResult Fluctuation(
        QuadraticSetting setting,
        PerKind<Schedule> schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        Action<RunPosition>? report = null,
        CancellationToken cancellationToken = default)
    {
        HypergradientResult whole = Hypergradient(setting, schedules, learned, seeds, report: report, cancellationToken: cancellationToken);
        using DisposeScope scope = NewDisposeScope();
        using QuadraticProblem quadratic = new(setting.Type, setting.Device);
        using InnerState state = Start(setting, PerKind.Kinds.Count(learned), seeds);
        return FluctuationRun.Join(whole, () =>
        {
            GreedyProblem problem = GreedyProblem.Of(quadratic, new(schedules, setting.Horizon, setting.GradientClamp));
            return (OneStepHypergradients.Average(problem, learned, state, cancellationToken), state.Cost);
        });
    }

    private static InnerState Start(QuadraticSetting setting, int columns, RunSeeds seeds) => new(Initial(setting, seeds), columns);

    private static Tensor Initial(QuadraticSetting setting, RunSeeds seeds)
    {
        using Generator generator = seeds.NewWeights();
        return randn([QuadraticProblem.Weights], ScalarType.Float64, CPU, generator: generator).Scale(setting.Gain).to(setting.Type, setting.Device);
    }

    private static InnerProblem Inner(QuadraticSetting setting, PerKind<Schedule> schedules) =>
        new(schedules, setting.Horizon, setting.GradientClamp, setting.HessianProductClamp, setting.Pruning, setting.Rule);

    private static StepLoop Loop(
        QuadraticSetting setting, PerKind<Schedule> schedules, ColumnLayout columns, QuadraticProblem problem, InnerState state, Action<RunPosition>? report) => new()
        {
            Inner = new(Inner(setting, schedules), columns, problem, problem),
            State = state,
            Horizon = setting.Horizon,
            Report = report,
        };

    private static Evaluation Evaluation(double loss) => new(loss, 1 / (1 + loss), 0, 0);
}
