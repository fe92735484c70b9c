using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>The fields of the schedules.</summary>
internal static class HyperparametersShape
{
    /// <summary>All three kinds.</summary>
    public static HyperparametersSpecification Read(IFields section, InnerSpecification inner)
    {
        HyperparametersSpecification read = new()
        {
            LearningRate = Kind(section, "learningRate", inner, new NumberRule(0, 100), step: 0.1, low: 0, high: 1),
            Momentum = Kind(section, "momentum", inner, new NumberRule(0, 1, openMaximum: true), step: 0.1, low: 0, high: 0.99),
            WeightDecay = Kind(section, "weightDecay", inner, new NumberRule(0, 10), step: 3e-4, low: 0, high: 5e-3),
        };
        bool any = read.LearningRate.Learn || read.Momentum.Learn || read.WeightDecay.Learn;
        section.Require("learningRate", any, "expected at least one kind that is learned.");
        return read;
    }

    private static HyperparameterSpecification Kind(IFields section, string name, InnerSpecification inner, NumberRule value, double step, double low, double high)
    {
        bool present = section.Has(name);
        IFields kind = section.Section(name, "The schedule of this kind; absent: it stays at 0 and is not learned.");
        int windows = (int)kind.Optional("windows", "Number of windows that the horizon is divided into.", new IntegerRule(1, 1000), 1);
        ImmutableArray<double> initial = kind.Optional("initial", "Initial value, or one for each window.", new ListRule<double>(value, 1, 1000, orSingle: true), [0]);
        ImmutableArray<double> range = kind.Optional("range", "Lower and upper end of what the values may be.", new ListRule<double>(value, 2, 2), [low, high]);
        double length = kind.Optional("step", "Initial length of an outer update; with 0 the value never moves.", new NumberRule(0, 100), step);
        bool learn = kind.Optional("learn", "Whether it is learned; if not it stays at its initial values.", new FlagRule(), true);

        kind.Require("initial", initial.Length == 1 || initial.Length == windows, $"expected one value or one for each of the {windows} windows.");
        kind.Require("range", range[0] <= range[1], "expected the lower end first.");
        kind.Require("initial", range[0] > range[1] || initial.All(start => start >= range[0] && start <= range[1]), $"expected values within the range [{range[0]:G}, {range[1]:G}].");
        kind.Require("windows", inner.Steps is not { } steps || windows <= steps, $"expected at most one window per inner step, and there are {inner.Steps} steps.");
        return new()
        {
            Initial = initial.Length == windows ? initial : [.. Enumerable.Repeat(initial[0], windows)],
            Step = length,
            Minimum = range[0],
            Maximum = range[1],
            Learn = present && learn,
        };
    }
}
