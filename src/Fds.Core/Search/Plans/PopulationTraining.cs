using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Search.Sampling;
using Fds.Core.Training;

namespace Fds.Core.Search.Plans;

/// <summary>
/// PBT: members train the horizon segment by segment and side by side. Between two segments a member among the worst fifth takes over
/// the state and the perturbed values of one among the best fifth; the others go on as they are.
/// </summary>
/// <remarks>
/// Jaderberg et al., "Population Based Training of Neural Networks" (2017), with truncation selection and perturbation. Members do not
/// wait for each other: one that has ended a segment is compared with the latest result of every other, but for results of later
/// segments, and may take over an end of the same segment only. So every member trains every segment of the horizon. The one that is
/// behind is asked first. A segment that diverged is trained again from one of the best at its beginning, or, if it is the first, with
/// values drawn anew.
/// </remarks>
internal sealed class PopulationTraining(SearchSettings settings, IValueSource source) : ITrialPlan
{
    /// <summary>The share of the population that is replaced, and that it is replaced from.</summary>
    private const double Truncation = 0.2;

    /// <summary>A value is multiplied by 1 − this or 1 + this; on a logarithmic scale what it is the logarithm of is divided or multiplied by 1 + this.</summary>
    private const double Perturbation = 0.2;

    /// <summary>A value of 0, which no factor moves, goes up or down by this share of its range.</summary>
    private const double StepFromZero = 0.01;

    public Trial? Next(SearchHistory history)
    {
        PopulationMember? next = Members(history).Where(member => member.IsReady(settings.Segments)).MinBy(member => (member.NextSegment, member.Number));
        if (next is null)
        {
            return null;
        }

        Trial start = next.LastFinite is null
            ? new() { Number = history.Count, Values = source.Draw(history), Resource = settings.MaximumResource }
            : GoOn(history, next, next.LastFinite);
        return start with { Number = history.Count, Segment = next.NextSegment, Member = next.Number };
    }

    public bool IsComplete(SearchHistory history) => Members(history).All(member => member.NextSegment == settings.Segments);

    private PopulationMember[] Members(SearchHistory history)
    {
        PopulationMember[] members = [.. Enumerable.Range(0, settings.Population).Select(number => new PopulationMember(number))];
        foreach (PastTrial record in history.Records)
        {
            members[record.Trial.Member].Add(record);
        }

        return members;
    }

    /// <summary>Exploit and explore: which end state to continue from, and with which values.</summary>
    private Trial GoOn(SearchHistory history, PopulationMember member, PastTrial own)
    {
        PastTrial[] standing = [.. SearchHistory.Rank(Members(history).Select(other => other.LatestUpTo(own.Trial.Segment)).OfType<PastTrial>())];
        int share = (int)Math.Ceiling(Truncation * standing.Length);
        bool isReplaced = member.HasDiverged || standing.TakeLast(share).Contains(own);
        PastTrial[] best = isReplaced ? [.. standing.Take(share).Where(other => other.IsFinite && other.Trial.Segment == own.Trial.Segment && (member.HasDiverged || other != own))] : [];
        if (best.Length == 0 && !member.HasDiverged)
        {
            return own.Trial with { Parent = own.Trial.Number };
        }

        SplitMix64 random = settings.DrawsFor(history.Count, "population");
        Trial parent = best.Length == 0 ? own.Trial : best[random.Below(best.Length)].Trial;
        return parent with { Parent = parent.Number, Values = Perturb(parent.Values, ref random) };
    }

    private ImmutableArray<double> Perturb(ImmutableArray<double> values, ref SplitMix64 random)
    {
        ImmutableArray<double>.Builder perturbed = ImmutableArray.CreateBuilder<double>(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double direction = random.NextUnit() < 0.5 ? -1 : 1;
            perturbed.Add(Perturb(values[i], direction, settings.Space.Dimensions[i], settings.Space.ScaleOf(i)));
        }

        return perturbed.MoveToImmutable();
    }

    private static double Perturb(double value, double direction, ValueRange range, ValueScale scale)
    {
        if (scale != ValueScale.Linear)
        {
            return scale.Move(value, direction * Math.Log(1 + Perturbation), range);
        }

        double step = value == 0 ? StepFromZero * (range.Maximum - range.Minimum) : Perturbation * value;
        return range.Project(value + (direction * step));
    }
}
