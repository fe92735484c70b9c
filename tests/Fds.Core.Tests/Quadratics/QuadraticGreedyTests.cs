using Fds.Core.Greedy;
using Fds.Core.Quadratics;
using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Quadratics;

/// <summary>Greedy methods on the quadratic problem against the published updates, written out over plain numbers.</summary>
public sealed class QuadraticGreedyTests
{
    private const int Horizon = 12;
    private const double Rate = 0.2;
    private static readonly ValueRange Anything = new(-1e9, 1e9);
    private static readonly RunSeeds Seeds = new(StudySeed: 3, Replica: 1, OuterStep: 2);
    private static readonly QuadraticSetting Setting = new() { Horizon = Core.Training.Horizon.OfSteps(Horizon), Gain = 1, Type = ScalarType.Float64, Device = CPU };

    public QuadraticGreedyTests() => TorchTests.Prepare();

    /// <summary>Without momentum and decay: α_t = α_{t−1} + κ g_t·g_{t−1}, or α_{t−1} (1 + κ cos(g_t, g_{t−1})).</summary>
    [Theory]
    [InlineData(GreedyMethod.HdAdditive, 0.05)]
    [InlineData(GreedyMethod.HdMultiplicative, 0.1)]
    public void HypergradientDescent_OfPlainDescent_FollowsThePublishedUpdate(GreedyMethod method, double step)
    {
        double[] weights = Start();
        double[] before = new double[weights.Length];
        double rate = Rate;
        List<double> expected = [];
        for (int t = 0; t < Horizon; t++)
        {
            double[] gradient = Gradient(weights);
            double product = Dot(gradient, before);
            if (t > 0)
            {
                rate = method == GreedyMethod.HdAdditive ? rate + (step * product) : rate * (1 + (step * product / Math.Sqrt(Dot(gradient, gradient) * Dot(before, before))));
            }

            expected.Add(rate);
            weights = [.. weights.Select((weight, i) => weight - (rate * gradient[i]))];
            before = gradient;
        }

        GreedySettings settings = Settings(method, step);
        GreedyResult found = Run(settings with { Hyperparameters = settings.Hyperparameters with { Momentum = GreedyHyperparameter.Fixed(0) } });

        AssertNear(expected, found.Trajectory!.LearningRate.Values);
        Assert.Equal(expected[^1], found.Final.LearningRate, 1e-12);
        Assert.Equal((double)Horizon, found.GradientSteps);
    }

    /// <summary>With momentum the direction of the step before takes the place of its gradient.</summary>
    [Fact]
    public void HypergradientDescent_WithMomentum_FollowsTheDirection()
    {
        double[] weights = Start();
        double[] velocity = new double[weights.Length];
        double rate = Rate;
        List<double> expected = [];
        for (int t = 0; t < Horizon; t++)
        {
            double[] gradient = Gradient(weights);
            rate += 0.05 * Dot(gradient, velocity);
            expected.Add(rate);
            velocity = [.. velocity.Select((v, i) => (0.5 * v) + gradient[i])];
            weights = [.. weights.Select((weight, i) => weight - (rate * velocity[i]))];
        }

        AssertNear(expected, Run(Settings(GreedyMethod.HdAdditive, 0.05)).Trajectory!.LearningRate.Values);
    }

    /// <summary>All three kinds by hand: after a step, dL/dα = −∇L(θ')·v', dL/dβ = −α ∇L(θ')·v, dL/dξ = −α ∇L(θ')·θ.</summary>
    [Fact]
    public void OneStep_OfAllKinds_FollowsTheDerivativesOfTheStep()
    {
        const double Step = 0.02;
        double[] weights = Start();
        double[] velocity = new double[weights.Length];
        (double rate, double momentum, double decay) = (Rate, 0.5, 0.01);
        List<double> expected = [];
        for (int t = 0; t < Horizon; t++)
        {
            expected.Add(rate);
            double[] gradient = Gradient(weights);
            double[] next = [.. velocity.Select((v, i) => (momentum * v) + gradient[i] + (decay * weights[i]))];
            double[] after = [.. weights.Select((weight, i) => weight - (rate * next[i]))];
            double[] validation = Gradient(after);
            (rate, momentum, decay) = (
                rate + (Step * Dot(validation, next)), momentum + (Step * rate * Dot(validation, velocity)), decay + (Step * rate * Dot(validation, weights)));
            (weights, velocity) = (after, next);
        }

        GreedyResult found = Run(Settings(GreedyMethod.OneStep, Step) with
        {
            Hyperparameters = new(new(Rate, Anything, Step), new(0.5, Anything, Step), new(0.01, Anything, Step)),
        });

        AssertNear(expected, found.Trajectory!.LearningRate.Values);
        Assert.Equal((rate, momentum, decay), (found.Final.LearningRate, found.Final.Momentum, found.Final.WeightDecay), Near);
        Assert.Equal(2.0 * Horizon, found.GradientSteps);
    }

    [Fact]
    public void Rtho_WithOneChangeAtTheEnd_MovesByTheHypergradientOfTheWholeRun()
    {
        const double Step = 0.1;
        PerKind<Schedule> schedules = new(Schedule.Constant(Rate), Schedule.Constant(0.5), Schedule.Constant(0.01));
        HypergradientResult whole = HypergradientRun.Execute(
            Setting, schedules, kind => kind == HyperparameterKind.LearningRate, Seeds, cancellationToken: TestContext.Current.CancellationToken);

        GreedyResult found = Run(Settings(GreedyMethod.Rtho, Step) with { Interval = Horizon });

        Assert.Equal(Rate - (Step * Horizon * whole.Hypergradient[0]), found.Final.LearningRate, 1e-12);
        Assert.Equal(whole.Evaluation, found.Evaluation);
        Assert.Equal(whole.GradientSteps, found.GradientSteps);
    }

    [Theory]
    [InlineData(GreedyMethod.OneStep, 0.0)]
    [InlineData(GreedyMethod.Rtho, 1.0)]
    public void Marthe_AtTheEndsOfItsDiscount_IsTheOtherMethod(GreedyMethod other, double discount)
    {
        GreedySettings settings = Settings(other, 0.01);

        Assert.Equal(Run(settings).Final, Run(settings with { Method = GreedyMethod.Marthe, Discount = discount }).Final);
    }

    /// <summary>
    /// All three kinds written out: tangents (Z, C) of each, discounted by μ after the change; μ the (c + 1)-th root of α / (∇L(θ')·g), or 0; hyper
    /// steps that grow by a h λ. With the larger momentum gradients come to disagree.
    /// </summary>
    [Theory]
    [InlineData(0.5, 1, 1e-3, false)]
    [InlineData(0.5, 3, 0.1, false)]
    [InlineData(0.9, 1, 1e-3, true)]
    [InlineData(0.9, 1, 0.0, true)]
    public void Marthe_ThatAdapts_FollowsTheUpdateOfTheAuthors(double momentum, int interval, double adaptation, bool forgets)
    {
        double[] curvature = [.. Enumerable.Range(1, QuadraticProblem.Weights).Select(i => i / 8.0)];
        double[] weights = Start();
        double[] velocity = new double[weights.Length];
        double[] values = [Rate, momentum, 0.01];
        double[] steps = [2e-3, 1e-3, 5e-4];
        double[][] z = [.. values.Select(_ => new double[weights.Length])];
        double[][] c = [.. values.Select(_ => new double[weights.Length])];
        (double discount, double sum) = (0, 0);
        List<double> discounts = [];
        List<double> expected = [];
        for (int t = 0; t < Horizon; t++)
        {
            expected.Add(values[0]);
            double[] gradient = Gradient(weights);
            double[] next = [.. weights.Select((weight, i) => (values[1] * velocity[i]) + gradient[i] + (values[2] * weight))];
            double[][] forcing = [new double[weights.Length], velocity, weights];
            for (int kind = 0; kind < values.Length; kind++)
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    c[kind][i] = (values[1] * c[kind][i]) + ((curvature[i] + values[2]) * z[kind][i]) + forcing[kind][i];
                    z[kind][i] -= (values[0] * c[kind][i]) + (kind == 0 ? next[i] : 0);
                }
            }

            weights = [.. weights.Select((weight, i) => weight - (values[0] * next[i]))];
            velocity = next;
            if ((t + 1) % interval == 0)
            {
                double[] validation = Gradient(weights);
                for (int kind = 0; kind < values.Length; kind++)
                {
                    double hypergradient = Dot(validation, z[kind]);
                    values[kind] -= steps[kind] * hypergradient;
                    steps[kind] = Math.Max(0, steps[kind] + (adaptation * hypergradient * values[kind]));
                }

                double share = Math.Min(1, Math.Max(0, values[0] / Dot(validation, gradient)));
                sum = (sum * Math.Sign(discount)) + discount;
                discount = Math.Pow(share, 1 / (sum + 1));
                discounts.Add(discount);
            }

            z = [.. z.Select(column => column.Select(entry => discount * entry).ToArray())];
            c = [.. c.Select(column => column.Select(entry => discount * entry).ToArray())];
        }

        GreedyHyperparameter Of(double value, double step) => new(value, Anything, step, adaptation);
        GreedyResult found = Run(new()
        {
            Method = GreedyMethod.Marthe,
            Hyperparameters = new(Of(Rate, 2e-3), Of(momentum, 1e-3), Of(0.01, 5e-4)),
            Interval = interval,
        });

        Assert.Contains(discounts, each => each is > 0 and < 1);
        Assert.Equal(forgets, discounts.Contains(0));
        AssertNear(expected, found.Trajectory!.LearningRate.Values);
        Assert.Equal((values[0], values[1], values[2]), (found.Final.LearningRate, found.Final.Momentum, found.Final.WeightDecay), Near);
        Assert.Equal((7.0 * Horizon) + (Horizon / interval), found.GradientSteps);
    }

    [Fact]
    public void Greedy_OfEveryMethod_LeavesNoTensorBehind() => LiveTensors.AssertUnchanged(() =>
    {
        foreach (GreedyMethod method in Enum.GetValues<GreedyMethod>())
        {
            Run(Settings(method, 0.01));
        }
    });

    [Fact]
    public void Greedy_ThatRunsAway_EndsDiverged()
    {
        GreedyResult found = GreedyRun.Execute(Setting with { Horizon = Core.Training.Horizon.OfSteps(200) }, Settings(GreedyMethod.HdAdditive, 1e9), Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(RunEnding.Diverged, found.Ending);
        Assert.Null(found.Trajectory);
    }

    /// <summary>
    /// For plain descent the greedy hypergradient of step t is −Σ a² e_{t+1} e_t = −Σ a² (1 − αa) e_t², while that of the whole run
    /// is the same for every step, −Σ a² e_T² / (1 − αa): greed overrates early steps.
    /// </summary>
    [Fact]
    public void Fluctuation_OfPlainDescent_IsTheClosedFormOfBoth()
    {
        PerKind<Schedule> schedules = new(new([Rate, Rate, Rate]), Schedule.Constant(0), Schedule.Constant(0));
        FluctuationResult found = FluctuationRun.Execute(
            Setting, schedules, kind => kind == HyperparameterKind.LearningRate, Seeds, cancellationToken: TestContext.Current.CancellationToken);

        double[] start = Start();
        double Greedy(int t) => -Enumerable.Range(0, start.Length).Sum(i =>
        {
            double a = (i + 1) / 8.0;
            double error = (start[i] - 1) * Math.Pow(1 - (Rate * a), t);
            return a * a * (1 - (Rate * a)) * error * error;
        });
        double[] expected = [.. Enumerable.Range(0, 3).Select(window => Enumerable.Range(4 * window, 4).Average(Greedy))];

        AssertNear(expected, found.GreedyHypergradient);
        HypergradientResult whole = HypergradientRun.Execute(
            Setting, schedules, kind => kind == HyperparameterKind.LearningRate, Seeds, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal<IEnumerable<double>>(whole.Hypergradient, found.Hypergradient);
        Assert.Equal(whole.Evaluation, found.Evaluation);
        Assert.Equal(whole.GradientSteps + (2 * Horizon), found.GradientSteps);
    }

    private static GreedySettings Settings(GreedyMethod method, double step) => new()
    {
        Method = method,
        Hyperparameters = new(
            new(Rate, Anything, step), GreedyHyperparameter.Fixed(0.5), GreedyHyperparameter.Fixed(method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative ? 0 : 0.01)),
    };

    private static GreedyResult Run(GreedySettings settings) => GreedyRun.Execute(Setting, settings, Seeds, cancellationToken: TestContext.Current.CancellationToken);

    private static double[] Gradient(double[] weights) => [.. weights.Select((weight, i) => (i + 1) / 8.0 * (weight - 1))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static bool Near((double A, double B, double C) x, (double A, double B, double C) y) =>
        Math.Abs(x.A - y.A) < 1e-12 && Math.Abs(x.B - y.B) < 1e-12 && Math.Abs(x.C - y.C) < 1e-12;

    private static void AssertNear(IEnumerable<double> expected, IEnumerable<double> found) =>
        Assert.Equal(expected.ToArray(), found.ToArray(), (x, y) => Math.Abs(x - y) <= 1e-12 * Math.Max(1, Math.Abs(x)));

    private static double[] Start()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = Seeds.NewWeights();
        return [.. randn([QuadraticProblem.Weights], ScalarType.Float64, generator: generator).data<double>()];
    }
}
