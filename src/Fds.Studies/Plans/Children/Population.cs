using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using static Fds.Core.Schedules.ValueScales;

namespace Fds.Studies.Plans.Children;

/// <summary>A population's members as pure functions of the study: where each starts, what its own study is, and who replaces whom.</summary>
internal static class Population
{
    private const double Unit = 1.0 / (1L << 53);

    /// <summary>Outer steps of each generation, in order.</summary>
    public static ImmutableArray<int> Generations(StudySpecification study)
    {
        int every = study.Population.ReplaceEvery ?? study.Outer.Steps;
        return [.. Enumerable.Range(0, (study.Outer.Steps + every - 1) / every).Select(i => Math.Min(every, study.Outer.Steps - (i * every)))];
    }

    /// <summary>The ranges that a member searches.</summary>
    public static KindMap<HyperparameterSpecification> Ranges(StudySpecification study, int member)
    {
        KindMap<HyperparameterSpecification> all = study.Hyperparameters;
        if (study.Population.Start != PopulationStart.Divide)
        {
            return all;
        }

        HyperparameterKind first = study.Kinds.First(kind => all[kind].Learn);
        HyperparameterSpecification whole = all[first];
        double End(int part) => part == study.Population.Members ? whole.Maximum : Between(whole, (double)part / study.Population.Members);
        return all.With(first, whole with { Minimum = member == 0 ? whole.Minimum : End(member), Maximum = End(member + 1) });
    }

    /// <summary>Where a member of the first generation starts.</summary>
    public static ImmutableArray<LearnedValue> Start(StudySpecification study, int member)
    {
        bool draws = study.Population.Start == PopulationStart.Draw && member > 0;
        KindMap<HyperparameterSpecification> ranges = Ranges(study, member);
        return
        [
            .. OuterLoop.Initial(study).Select(value => !value.Learned ? value : value with
            {
                Value = draws
                    ? Between(ranges[value.Kind], Draw(study, member, generation: 0, value))
                    : Math.Clamp(value.Value, ranges[value.Kind].Minimum, ranges[value.Kind].Maximum),
            }),
        ];
    }

    /// <summary>
    /// A perturbed copy: a coin per value decides whether it is multiplied by 1 plus or 1 minus the perturbation. A value of 0 moves by
    /// that share of its range.
    /// </summary>
    public static ImmutableArray<LearnedValue> Perturbed(StudySpecification study, int member, int generation, ImmutableArray<LearnedValue> values) =>
    [
        .. values.Select(value =>
        {
            HyperparameterSpecification range = study.Hyperparameters[value.Kind];
            double change = study.Population.Perturbation * (Draw(study, member, generation, value) < 0.5 ? -1 : 1);
            return value.Learned ? value with { Value = Perturbed(value.Value, change, range) } : value;
        }),
    ];

    /// <summary>The study that runs a member.</summary>
    public static StudySubmission Study(StudySubmission parent, PopulationMember member)
    {
        StudySpecification study = parent.Specification;
        MemberStatus status = member.Status;
        ImmutableArray<int> generations = Generations(study);
        KindMap<HyperparameterSpecification> ranges = Ranges(study, status.Member);
        foreach (HyperparameterKind kind in study.Kinds)
        {
            ImmutableArray<double> start = [.. member.Start.Where(value => value.Kind == kind).Select(value => value.Value)];

            // A replaced member leaves its part of the ranges, because it starts where the best member was.
            HyperparameterSpecification own = start.All(value => value >= ranges[kind].Minimum && value <= ranges[kind].Maximum) ? ranges[kind] : study.Hyperparameters[kind];
            ranges = ranges.With(kind, own with { Initial = start });
        }

        double? budget = study.Budget.GradientSteps / (study.Population.Members * generations.Length);
        int before = generations.Take(status.Generation).Sum();
        return new()
        {
            File = $"{parent.File}\n# member {status.Member}, generation {status.Generation}\n",
            Specification = study with
            {
                Name = status.Study,
                Hyperparameters = ranges,
                Population = new(),
                Retrain = new() { Seeds = 0 },
                Budget = study.Budget with { GradientSteps = budget },
                Seeds = study.Seeds with { Base = Seed(study, status.Generation) },
                Outer = study.Outer with
                {
                    Steps = generations[status.Generation],
                    Epochs = study.Outer.Epochs.IsEmpty ? [] : [.. study.Outer.Epochs.Skip(Math.Min(before, study.Outer.Epochs.Length - 1))],
                },
            },
        };
    }

    /// <summary>
    /// A population's cost at a given cost of one of its members. It is the cost of all earlier generations plus, for the member's own
    /// generation, whose members run side by side, the same share of each other member's final cost. At the end of the last generation
    /// it is the cost of all members.
    /// </summary>
    /// <param name="members">The members of every generation, with their final costs.</param>
    /// <param name="member">The member.</param>
    /// <param name="own">The member's cost in its own generation.</param>
    public static MethodCost Spent(IReadOnlyCollection<MemberStatus> members, MemberStatus member, MethodCost own)
    {
        double BySum(Func<MethodCost, double> unit)
        {
            double before = members.Where(other => other.Generation < member.Generation).Sum(other => unit(other.Learning));
            double beside = members.Where(other => other.Generation == member.Generation && other.Member != member.Member).Sum(other => unit(other.Learning));
            return before + unit(own) + (beside * Share(unit(own), unit(member.Learning)));
        }

        // Members of one generation share the time: a generation takes as long as its slowest member.
        double waited = Enumerable.Range(0, member.Generation).Sum(generation => members.Where(other => other.Generation == generation).Max(other => other.Learning.Seconds));
        return new() { GradientSteps = BySum(cost => cost.GradientSteps), DeviceSeconds = BySum(cost => cost.DeviceSeconds), Seconds = waited + own.Seconds };
    }

    /// <summary>Name of a member's study.</summary>
    public static string Name(string study, int member, int generation) => generation == 0 ? $"{study}-m{member}" : $"{study}-m{member}-g{generation}";

    /// <summary>Whether one member is better than another: the lower validation loss wins, and a failed member is worse than any other.</summary>
    public static double Merit(MemberStatus member) => member.State == StudyState.Failed || member.BestValidationLoss is not { } loss ? double.NegativeInfinity : -loss;

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 1;

    private static double Perturbed(double value, double change, HyperparameterSpecification range) => range.Scale == ValueScale.Linear
        ? Math.Clamp(value == 0 ? change * (range.Maximum - range.Minimum) : value * (1 + change), range.Minimum, range.Maximum)
        : range.OnScale().Move(value, Math.Sign(change) * Math.Log(1 + Math.Abs(change)), range.Range());

    private static double Between(HyperparameterSpecification range, double share) => range.OnScale().Between(range.Range(), share);

    private static double Draw(StudySpecification study, int member, int generation, LearnedValue value) =>
        (StableSeed.Derive(study.Seeds.Base, member, generation, $"population/{value.Kind}/{(value.Group > 0 ? $"{value.Group}/" : "")}{value.Window}") >> 11) * Unit;

    /// <summary>Members of one generation see the same data in the same order, so that they are compared on equal terms.</summary>
    private static long Seed(StudySpecification study, int generation) =>
        generation == 0 ? study.Seeds.Base : (long)(StableSeed.Derive(study.Seeds.Base, 0, generation, "population") >> 1);
}
