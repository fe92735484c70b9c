using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>A small inner problem in float64 on random images, or tokens for a gpt whose context is the size, whose hypergradient can be had in three independent ways.</summary>
internal sealed class UnrolledProblem : IBatchSource, IDisposable
{
    private const int Classes = 3;

    private readonly Network network;
    private readonly Tensor[] images;
    private readonly Tensor[] labels;
    private readonly Tensor validationImages;
    private readonly Tensor validationLabels;
    private readonly Tensor initial;
    private readonly DisposeScope scope;

    public UnrolledProblem(string name, int channels, int size, int horizon, int batch = 4, ulong seed = 7)
    {
        scope = NewDisposeScope();
        using Generator generator = new(seed, CPU);
        bool isGpt = name == "gpt";
        Tensor Inputs(int count) => isGpt ? Labels(count).view(count, size) : randn([count, channels, size, size], ScalarType.Float64, generator: generator);
        Tensor Labels(int count) => randint(Classes, [isGpt ? count * size : count], ScalarType.Int64, generator: generator);
        network = isGpt ? NetworkFactory.Gpt(new(Layers: 2, Heads: 2, Width: 6, Context: size), Classes) : NetworkFactory.Create(name, channels, size, size, Classes);
        Horizon = horizon;
        images = [.. Enumerable.Range(0, horizon).Select(_ => Inputs(batch))];
        labels = [.. Enumerable.Range(0, horizon).Select(_ => Labels(batch))];
        validationImages = Inputs(6);
        validationLabels = Labels(6);
        initial = WeightInitialiser.Draw(network.Layout, WeightScheme.Xavier, 1, generator, ScalarType.Float64, CPU);
    }

    public int Horizon { get; }

    public double? GradientClamp { get; init; }

    /// <summary>Groups of weights; null: none.</summary>
    public ParameterGroups? Groups { get; private set; }

    /// <summary>Divides the weights into groups: parameter i of the layout goes to group i modulo so many, so that groups lie in several pieces.</summary>
    public void Divide(int groups) => Groups = ParameterGroups.Of(
        network.Layout, [.. Enumerable.Range(0, groups).Select(group => ($"g{group}", network.Layout.Names.Where((_, i) => i % groups == group).ToImmutableArray()))]);

    public IUpdateRule Rule { get; init; } = SgdRule.Instance;

    /// <summary>Schedules with n different values of each kind, none of them 0.</summary>
    public static PerKind<Schedule> Varied(int windows) => new(
        new([.. Enumerable.Range(0, windows).Select(i => 0.08 - (0.01 * i))]),
        new([.. Enumerable.Range(0, windows).Select(i => 0.5 + (0.07 * i))]),
        new([.. Enumerable.Range(0, windows).Select(i => 0.01 + (0.003 * i))]));

    /// <summary>The same for Adam.</summary>
    public static PerKind<Schedule> VariedForAdam(int windows) => PerKind.Of(PerKind.OfAdam, kind => new Schedule([.. Enumerable.Range(0, windows).Select(i => kind switch
    {
        HyperparameterKind.LearningRate => 0.02 - (0.01 * i / windows),
        HyperparameterKind.WeightDecay => 0.1 + (0.1 * i / windows),
        HyperparameterKind.Beta1 => 0.8 + (0.15 * i / windows),
        _ => 0.9 + (0.09 * i / windows),
    })]));

    /// <summary>The same schedules, with label smoothing of so many different shares.</summary>
    public static PerKind<Schedule> Smoothed(PerKind<Schedule> schedules, int windows)
    {
        Schedule smoothing = new([.. Enumerable.Range(0, windows).Select(i => 0.1 + (0.3 * i / windows))]);
        return PerKind.Of(schedules.Kinds.Add(HyperparameterKind.LabelSmoothing), kind => kind == HyperparameterKind.LabelSmoothing ? smoothing : schedules[kind]);
    }

    public static PerKind<Schedule> With(PerKind<Schedule> schedules, Column column, double value)
    {
        Schedule before = schedules[column.Kind];
        Schedule changed = new(before.Values.SetItem(Place(before, column), value), before.GroupWindows);
        return PerKind.Of(schedules.Kinds, kind => kind == column.Kind ? changed : schedules[kind]);
    }

    /// <summary>Where a column's value stands in its schedule.</summary>
    public static int Place(Schedule schedule, Column column) => schedule.GroupWindows.Take(column.Group).Sum() + column.Window;

    public (Tensor Images, Tensor Labels) Next(int step) => (images[step].alias(), labels[step].alias());

    /// <summary>Forward mode: our recursion, with the share of clamped gradient elements seen on the way.</summary>
    public (ImmutableArray<double> Sums, InnerState State) Forward(PerKind<Schedule> schedules, ColumnLayout columns, Pruning pruning = default)
    {
        // One column at a time, so that a column does not depend on which others it is computed with, not even by rounding.
        return Forward(schedules, columns, new TangentEngine(network, chunk: 1), pruning);
    }

    /// <summary>Forward mode by a given engine.</summary>
    public (ImmutableArray<double> Sums, InnerState State) Forward(PerKind<Schedule> schedules, ColumnLayout columns, CurvatureOptions curvature) =>
        Forward(schedules, columns, curvature.Create(network), pruning: default);

    /// <summary>Forward mode with a clamp on Hessian products.</summary>
    public ImmutableArray<double> ForwardClamped(PerKind<Schedule> schedules, ColumnLayout columns, double products)
    {
        TangentEngine engine = new(network, chunk: 1);
        using InnerState state = Run(schedules, columns, engine, default, products);
        using DisposeScope inner = NewDisposeScope();
        return Hypergradient.Sum(ValidationGradient(engine, state), state.Tangents, columns);
    }

    /// <summary>Reverse mode, whose window values are averages: multiplied by the steps they are averaged over.</summary>
    public (double[] Sums, HypergradientFound Found, double Cost) Adjoint(
        PerKind<Schedule> schedules, ColumnLayout columns, AdjointMemory memory, EngineKind by = EngineKind.Tangent, double fraction = 1)
    {
        using DisposeScope inner = NewDisposeScope();
        CurvatureOptions curvature = new(by, BatchFraction: fraction);
        ICurvatureEngine engine = curvature.Create(network);
        HypergradientProblem problem = new(new(schedules, Horizon, GradientClamp, Rule: Rule, Groups: Groups) { Classes = Classes }, columns, engine, this, curvature.CostOfStep);
        using IHypergradientPass pass = HypergradientPasses.Create(problem, initial, memory);
        Assert.Null(pass.Steps(0, report: null, memory: null).Run(TestContext.Current.CancellationToken).Diverged);
        HypergradientFound found = pass.Conclude(() => ValidationGradient(engine, pass.State), report: null, memory: null, TestContext.Current.CancellationToken);
        double[] sums = [.. found.Hypergradient.Select((mean, i) => mean * Horizon / columns.WindowsOf(columns.Requested[i]))];
        return (sums, found, pass.State.Cost);
    }

    /// <summary>The validation loss at the end of the run: what central differences are taken of.</summary>
    public double ValidationLoss(PerKind<Schedule> schedules)
    {
        using DisposeScope inner = NewDisposeScope();
        using InnerState state = Run(schedules, new ColumnLayout([], schedules, Horizon), new SecondBackwardEngine(network), default);
        return ValidationLossAt(state.Weights).item<double>();
    }

    /// <summary>Reverse mode through the whole unrolled run, with autograd differentiating through every gradient.</summary>
    public double[] Reverse(PerKind<Schedule> schedules, ColumnLayout columns)
    {
        using DisposeScope inner = NewDisposeScope();
        Dictionary<Column, Tensor> leaves = columns.Requested.ToDictionary(
            column => column, column => tensor(schedules[column.Kind].Values[Place(schedules[column.Kind], column)], ScalarType.Float64, requires_grad: true));
        Tensor Value(HyperparameterKind kind, int step)
        {
            Tensor[] each = [.. schedules[kind].GroupWindows.Select((windows, group) => leaves[new(kind, Windows.At(step, Horizon, windows), group)])];
            return each.Length == 1 ? each[0] : each.Select((value, group) => value * Members(group)).Aggregate((a, b) => a + b);
        }

        Tensor weights = initial.clone().requires_grad_();
        Tensor velocity = zeros_like(initial);
        Tensor square = zeros_like(initial);
        for (int step = 0; step < Horizon; step++)
        {
            Tensor logits = network.Forward(weights, images[step]);
            Tensor loss = nn.functional.cross_entropy(logits, labels[step]);
            if (schedules.Kinds.Contains(HyperparameterKind.LabelSmoothing))
            {
                Tensor share = Value(HyperparameterKind.LabelSmoothing, step);
                loss = ((1 - share) * loss) - (share * nn.functional.log_softmax(logits, 1).mean());
            }

            Tensor gradient = autograd.grad([loss], [weights], retain_graph: true, create_graph: true)[0];
            gradient = GradientClamp is { } bound ? gradient.clamp(-bound, bound) : gradient;
            if (Rule is AdamWRule)
            {
                Tensor beta1 = Value(HyperparameterKind.Beta1, step);
                Tensor beta2 = Value(HyperparameterKind.Beta2, step);
                velocity = (beta1 * velocity) + ((1 - beta1) * gradient);
                square = (beta2 * square) + ((1 - beta2) * gradient * gradient);
                Tensor unbiased = square / (1 - beta2.pow(step + 1));

                // The root has no derivative at 0, where the gradient was 0 so far.
                Tensor never = square.eq(0);
                Tensor root = unbiased.masked_fill(never, 1).sqrt().masked_fill(never, 0);
                Tensor direction = velocity / (1 - beta1.pow(step + 1)) / (root + AdamWRule.Epsilon);
                weights = weights - (Value(HyperparameterKind.LearningRate, step) * (direction + (Value(HyperparameterKind.WeightDecay, step) * weights)));
                continue;
            }

            Tensor decayed = gradient + (Value(HyperparameterKind.WeightDecay, step) * weights);
            velocity = (Value(HyperparameterKind.Momentum, step) * velocity) + decayed;
            Tensor update = Rule is NesterovRule ? decayed + (Value(HyperparameterKind.Momentum, step) * velocity) : velocity;
            weights = weights - (Value(HyperparameterKind.LearningRate, step) * update);
        }

        IList<Tensor> gradients = autograd.grad([ValidationLossAt(weights)], [.. columns.Requested.Select(column => leaves[column])]);
        return [.. gradients.Select(gradient => gradient.item<double>())];
    }

    /// <summary>Share of the elements of the first step's gradient that a clamp touches.</summary>
    public double ClampedShare(double bound)
    {
        using DisposeScope inner = NewDisposeScope();
        Tensor gradient = new SecondBackwardEngine(network).Evaluate(initial, images[0], labels[0], zeros([0, network.Layout.Count], ScalarType.Float64)).Gradient;
        return gradient.abs().gt(bound).to(ScalarType.Float64).mean().item<double>();
    }

    public void Dispose() => scope.Dispose();

    private (ImmutableArray<double> Sums, InnerState State) Forward(PerKind<Schedule> schedules, ColumnLayout columns, ICurvatureEngine engine, Pruning pruning)
    {
        InnerState state = Run(schedules, columns, engine, pruning);
        using DisposeScope inner = NewDisposeScope();
        return (Hypergradient.Sum(ValidationGradient(engine, state), state.Tangents, columns), state);
    }

    /// <summary>1 at the weights of a group, and 0 elsewhere: parameter by parameter, and not by the code that is tested.</summary>
    private Tensor Members(int group) => cat([.. network.Layout.Shapes.Select((shape, i) => full(shape.Count, i % Groups!.Names.Length == group ? 1.0 : 0.0, ScalarType.Float64))]);

    private Tensor ValidationGradient(ICurvatureEngine engine, InnerState state) =>
        engine.Evaluate(state.Weights, validationImages, validationLabels, zeros([0, network.Layout.Count], ScalarType.Float64)).Gradient;

    private InnerState Run(PerKind<Schedule> schedules, ColumnLayout columns, ICurvatureEngine engine, Pruning pruning, double? products = null)
    {
        InnerState state = new(initial, columns.Rows.Length, Rule);
        InnerLoop loop = new(new InnerProblem(schedules, Horizon, GradientClamp, products, Pruning: pruning, Rule: Rule, Groups: Groups) { Classes = Classes }, columns, engine, this);
        for (int step = 0; step < Horizon; step++)
        {
            loop.Step(state, step).Dispose();
        }

        return state;
    }

    private Tensor ValidationLossAt(Tensor weights) => nn.functional.cross_entropy(network.Forward(weights, validationImages), validationLabels);
}
