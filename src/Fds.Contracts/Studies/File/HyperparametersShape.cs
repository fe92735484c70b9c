using System.Collections.Immutable;
using static System.FormattableString;

namespace Fds.Contracts.Studies.File;

/// <summary>The fields of the schedules.</summary>
internal static class HyperparametersShape
{
    /// <summary>All kinds.</summary>
    /// <param name="section">The section.</param>
    /// <param name="inner">The inner problem.</param>
    /// <param name="rule">The outer rule: the paper's begins at 0 and goes in equal steps, where the other has each kind's own scale.</param>
    /// <param name="groups">The groups of parameters.</param>
    public static KindMap<HyperparameterSpecification> Read(IFields section, InnerSpecification inner, OuterRule rule, GroupsShape groups)
    {
        bool smooths = section.Has(HyperparameterKind.LabelSmoothing.FieldName());
        KindMap<HyperparameterSpecification> read = KindMap.Of(HyperparameterKinds.Of(inner.Optimiser == Optimiser.AdamW, smooths), kind => Read(section, kind, inner, rule, groups));
        foreach (HyperparameterKind kind in HyperparameterKinds.All.Except(read.Kinds))
        {
            // What another optimiser has, or no loss here, is read all the same: so it is in the schema, and a file that has it is told why it may not.
            Read(section, kind, inner, rule, groups);
            section.Require(kind.FieldName(), !section.Has(kind.FieldName()), $"expected none with inner.optimiser {inner.Optimiser.Word()}, which has {string.Join(", ", read.Kinds.Select(own => own.FieldName()))}.");
        }

        section.Require(HyperparameterKind.LearningRate.FieldName(), read.Kinds.Any(kind => read[kind].Learn), "expected at least one kind that is learned.");
        return read;
    }

    /// <summary>Why an earlier schedule of groups is none for this study.</summary>
    private static string Earlier(bool perGroup, GroupsShape groups, InitialValues start) => perGroup
        ? $"expected values for every group, but the schedule has none for {groups.Names.FirstOrDefault(name => !start.OfGroups!.ContainsKey(name))}."
        : $"expected a schedule that all parameters share, but this one has values for the groups {string.Join(", ", start.OfGroups!.Keys)}.";

    /// <summary>A value that has a place on the scale log.</summary>
    private static double Positive(double value) => value > 0 ? value : 0.01;

    private static string Description(HyperparameterKind kind)
    {
        double absent = KindShape.Of(kind, Optimiser.Sgd).Linear.Initial;
        string optimisers = kind switch
        {
            HyperparameterKind.Momentum => "sgd and nesterov; ",
            HyperparameterKind.Beta1 or HyperparameterKind.Beta2 => "adamw; ",
            HyperparameterKind.LabelSmoothing => "cross-entropy; ",
            _ => "",
        };
        string what = kind switch
        {
            HyperparameterKind.LearningRate => "the step length",
            HyperparameterKind.Momentum => "the share of the velocity that is kept",
            HyperparameterKind.WeightDecay => "the pull of the weights towards zero",
            HyperparameterKind.Beta1 => "the share of Adam's mean gradient that is kept",
            HyperparameterKind.Beta2 => "the share of Adam's mean squared gradient that is kept",
            _ => "label smoothing, the share of every target's probability that all classes have alike",
        };
        return Invariant($"The schedule of {what}; {optimisers}absent: it stays at {absent:G} and is not learned.");
    }

    private static HyperparameterSpecification Read(IFields section, HyperparameterKind which, InnerSpecification inner, OuterRule rule, GroupsShape groups)
    {
        (NumberRule value, KindDefaults linear, KindDefaults own, _) = KindShape.Of(which, inner.Optimiser);
        own = rule == OuterRule.Sign ? linear : own;
        string name = which.FieldName();
        bool present = section.Has(name);
        IFields kind = section.Section(name, Description(which));
        int windows = (int)kind.Optional("windows", "Number of windows that the horizon is divided into.", new IntegerRule(1, 1000), 1);
        bool learn = kind.Optional("learn", "Whether the schedule is learned; if not, it stays at its initial values.", new FlagRule(), true) && present;
        ValueScale scale = kind.Optional("scale", "Scale on which an outer update has its length and searches divide the range: the value itself (linear), its logarithm (log), or the logarithm of its distance from 1 (log1m). Default: linear with outer.rule sign; with adam log for learningRate and weightDecay, log1m for momentum, beta1 and beta2.", Rules.Scale, own.Scale);
        KindDefaults defaults = learn && scale == own.Scale ? own : linear;
        InitialValues start = kind.Optional("initial", "Initial value, or one for each window, or a shape with its peak, or the schedule.json of an earlier study: a window has the value of the shape or schedule at the window's middle. auto: of the kinds that say so fds tries six shapes with four peaks, momentum 0.9 and 0, and weight decay 5e-4 and 0 (adamw: beta1 0.9, beta2 0.999 and 0.95, weight decay 0.1 and 0.01), twice each and the best four again, and begins with the best.", new InitialRule(value, defaults.Initial), new([defaults.Initial]));
        ImmutableArray<double> range = kind.Optional("range", "Lower and upper end of the allowed values.", new ListRule<double>(value, 2, 2), [defaults.Low, defaults.High]);
        double length = kind.Optional("step", "Initial length of an outer update, in units of the scale; with 0 the value never moves.", new NumberRule(0, 100), defaults.Step);

        start = start.Auto && range[0] <= range[1] ? start with { Values = [Math.Clamp(start.Values[0], range[0], range[1])] } : start;
        bool perGroup = kind.Optional("perGroup", "With groups: whether each group has a schedule of its own; if not, all parameters share it.", new FlagRule(), true) && learn && !groups.Groups.IsEmpty && which != HyperparameterKind.LabelSmoothing;
        ImmutableArray<int> groupWindows = perGroup ? groups.WindowsOf(which, windows) : [];
        int most = perGroup ? groupWindows.Max() : windows;
        ImmutableArray<double> initial = perGroup ? start.OverGroups(groups.Names, groupWindows, range[0], range[1]) : start.Over(windows, range[0], range[1]);
        string? noPlace = learn && scale == ValueScale.Log ? Invariant($"above 0, such as {Positive(own.Initial):G}: 0 has no place on the scale log. To begin at 0, as the paper does, say outer.rule: sign, or scale: linear.") : null;
        bool hasPlace = noPlace is null || initial.All(one => one > 0);
        kind.Require("initial", perGroup ? start.FitsGroups(groups.Names, groupWindows) : start.Fits(windows), start.OfGroups is not null ? Earlier(perGroup, groups, start) : perGroup ? $"expected one value, one for each window, or one for each of the {groupWindows.Sum()} windows of all groups." : $"expected one value or one for each of the {windows} windows.");
        kind.Require("initial", hasPlace, $"expected values {noPlace}");
        kind.Require("perGroup", which != HyperparameterKind.LabelSmoothing || !kind.Has("perGroup"), "expected none: the loss has one schedule, which all parameters share.");
        kind.Require("initial", !start.Auto || which != HyperparameterKind.LabelSmoothing, "expected values: fds finds a start for the kinds of the optimiser.");
        kind.Require("initial", !start.Auto || learn, "expected a value: only a kind that is learned finds its start.");
        kind.Require("range", range[0] <= range[1], "expected the lower end first.");
        kind.Require("range", noPlace is null || range[0] > 0, Invariant($"expected a lower end above 0, such as {Positive(own.Low):G}: 0 has no place on the scale log. The paper's range has one on scale: linear, which outer.rule: sign has too."));
        kind.Require("scale", scale != ValueScale.Log1m || range[1] < 1, "expected linear or log for a range that reaches 1, which has no place on log1m.");
        kind.Require("initial", !hasPlace || range[0] > range[1] || start.Values.All(one => one >= range[0] && one <= range[1]), $"expected values within the range [{range[0]:G}, {range[1]:G}].");
        kind.Require("windows", inner.Steps is not { } steps || most <= steps, $"expected at most one window per inner step, and there are {inner.Steps} steps.");
        return new()
        {
            Initial = initial,
            Step = length,
            Minimum = range[0],
            Maximum = range[1],
            Learn = learn,
            Scale = learn ? scale : ValueScale.Linear,
            GroupWindows = groupWindows,
            Auto = start.Auto && learn,
        };
    }
}
