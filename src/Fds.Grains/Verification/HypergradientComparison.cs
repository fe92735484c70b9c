using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Fds.Core;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Verification;

/// <summary>
/// Computes one study's hypergradients by forward mode, by reverse mode and by central differences, all with the runs that studies have, from the
/// seeds of its first replica.
/// </summary>
/// <param name="request">What is verified.</param>
/// <param name="runsOf">The runs of a variant of the study.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Receives the current activity.</param>
/// <param name="stopping">Ends it between two inner steps.</param>
internal sealed class HypergradientComparison(
    VerificationRequest request, Func<StudySpecification, IProblemRuns> runsOf, TimeProvider time, Action<VerificationProgress> report, CancellationToken stopping) : IDisposable
{
    /// <summary>Forward and reverse mode in float64, and what they and a plain step take.</summary>
    private const int LeastParts = 5;

    private readonly StudySpecification study = request.Study;
    private readonly ImmutableArray<LearnedValue> point = VerificationPoint.Values(request.Study);
    private readonly VerificationRuns runs = new(request.Study, runsOf);
    private readonly int steps = request.Steps ?? VerificationPoint.Steps(request.Study);
    private readonly CancellationTokenSource limit = new(request.Limit, time);
    private int done;

    /// <summary>Whether the study's own precision is another than that of the comparison.</summary>
    private bool IsOwnPrecision => study.Inner.Precision != Precision.Float64;

    private LearnedValue[] Learned => [.. point.Where(value => value.Learned)];

    /// <summary>Computes and judges.</summary>
    /// <param name="device">Where it runs, for the report.</param>
    /// <exception cref="FdsException">The study cannot be verified so.</exception>
    public VerificationReport Run(string device)
    {
        if (Learned.Length == 0)
        {
            throw new FdsException("nothing is learned: no kind under hyperparameters has learn: true, so that there is no hypergradient to verify.");
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        ImmutableArray<VerifiedMode> modes = [];
        VerificationFindings found = new() { Study = study, Steps = steps };
        Horizon longest = SpecificationTranslation.OuterHorizons(study, 0).Select(outer => outer.Horizon).MaxBy(horizon => horizon.Steps ?? horizon.Epochs);
        HypergradientComputation ofStudy = runs.Computation(VerificationVariant.Reverse(study, study.Inner.Precision, study.Inner.ReverseMemory), longest);
        ReverseMemory memory = ofStudy.Memory ?? ReverseMemory.All;
        try
        {
            found = Modes(found, memory, either.Token);
            if (found.Failure is null)
            {
                modes = Times(memory, longest, ofStudy, either.Token);
                found = Differences(found, either.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            // The findings up to this point are judged.
        }

        VerificationVerdict verdict = found.Values.IsEmpty && found.Failure is null
            ? new(VerificationOutcome.OutOfTime, "Not known: the time limit was reached before forward and reverse mode were compared.", [])
            : VerificationVerdict.Of(found);
        return new()
        {
            Study = study.Name,
            Outcome = verdict.Outcome,
            Verdict = verdict.Sentence,
            Remarks = verdict.Remarks,
            Steps = steps,
            StudySteps = runs.Steps(longest),
            Precision = study.Inner.Precision,
            Device = device,
            Values = found.Values,
            Modes = modes,
            GradientClamped = found.GradientClamped,
            ProductsClamped = found.ProductsClamped,
        };
    }

    public void Dispose() => limit.Dispose();

    /// <summary>Forward and reverse mode in float64, and in the study's own precision where that is another.</summary>
    private VerificationFindings Modes(VerificationFindings found, ReverseMemory memory, CancellationToken token)
    {
        ModeRun[] ways =
        [
            new("forward mode in float64", VerificationVariant.Forward(study, Precision.Float64)),
            new("reverse mode in float64", VerificationVariant.Reverse(study, Precision.Float64, memory)),
            .. IsOwnPrecision
                ? [new("forward mode in float32", VerificationVariant.Forward(study, study.Inner.Precision)), new("reverse mode in float32", VerificationVariant.Reverse(study, study.Inner.Precision, memory))]
                : Array.Empty<ModeRun>(),
            .. Inexactness.IsIn(study) ? [new("forward mode without the study's approximations", VerificationVariant.Exact(study))] : Array.Empty<ModeRun>(),
        ];
        List<double[]> values = [];
        foreach (ModeRun run in ways)
        {
            Begin(run.Name);
            HypergradientResult result = runs.Hypergradient(run.Study, point, Horizon.OfSteps(steps), token);
            if (result.Ending != RunEnding.Completed)
            {
                return found with { Failure = $"the run by {run.Name} {(result.Ending == RunEnding.Diverged ? "diverged" : "collapsed")}: {result.Reason}" };
            }

            found = values.Count > 0 ? found : found with { GradientClamped = result.Measurements.GradientClamped, ProductsClamped = result.ProductsClamped.IsEmpty ? null : result.ProductsClamped.Max() };
            values.Add(VerificationRuns.InOrder(result));
        }

        return found with
        {
            Exact = Inexactness.IsIn(study) ? [.. values[^1]] : [],
            Values = [.. Learned.Select((value, i) => Compared(value, values[0], values[1], IsOwnPrecision ? values[2] : null, IsOwnPrecision ? values[3] : null, i))],
        };
    }

    private VerifiedValue Compared(LearnedValue value, double[] forward, double[] reverse, double[]? ownForward, double[]? ownReverse, int i)
    {
        double largest = Largest(value.Kind, forward, reverse);
        return new()
        {
            Kind = value.Kind,
            Group = OuterLoop.GroupName(study, value),
            Window = value.Window,
            At = value.Value,
            Forward = forward[i],
            Reverse = reverse[i],
            ModesError = Agreement.Error(forward[i], reverse[i], largest),
            OwnForward = ownForward?[i],
            OwnReverse = ownReverse?[i],
            OwnError = ownForward is null ? null : Math.Max(Agreement.Error(ownForward[i], forward[i], largest), Agreement.Error(ownReverse![i], reverse[i], largest)),
        };
    }

    /// <summary>The largest magnitude of a kind, as far as both modes have one that large: a mode that is wrong must not make the other look small.</summary>
    private double Largest(HyperparameterKind kind, double[] forward, double[] reverse) =>
        Learned.Select((value, i) => value.Kind == kind ? Math.Min(Math.Abs(forward[i]), Math.Abs(reverse[i])) : 0).Max();

    /// <summary>Value by value, the first windows of all kinds before the others, so that a short time limit still covers all kinds.</summary>
    private VerificationFindings Differences(VerificationFindings found, CancellationToken token)
    {
        VerifiedValue[] values = [.. found.Values];
        foreach (int i in Enumerable.Range(0, values.Length).OrderBy(i => values[i].Window))
        {
            Begin($"central differences of {VerificationVerdict.Name(values[i])}");
            try
            {
                values[i] = WithDifference(found.Values, i, token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
            {
                break;
            }
        }

        return found with { Values = [.. values] };
    }

    private VerifiedValue WithDifference(ImmutableArray<VerifiedValue> all, int i, CancellationToken token)
    {
        VerifiedValue value = all[i];
        double largest = Largest(value.Kind, [.. all.Select(each => each.Forward)], [.. all.Select(each => each.Reverse)]);
        double length = (double)steps / point.Count(each => each.Kind == value.Kind && OuterLoop.GroupName(study, each) == value.Group);
        double Loss(double at) => runs.Loss(VerificationVariant.Exact(study), With(value, at), Horizon.OfSteps(steps), token);
        DifferenceQuotient quotient = CentralDifferences.Of(
            step => (Loss(value.At + step) - Loss(value.At - step)) / (2 * step) / length,
            largest,
            derivative => Math.Min(Agreement.Error(derivative, value.Forward, largest), Agreement.Error(derivative, value.Reverse, largest)) <= Agreement.OfDifferences);
        return value with
        {
            Difference = quotient.Value,
            DifferenceSpread = quotient.Spread,
            DifferenceSettled = quotient.IsSettled,
            ForwardError = Agreement.Error(quotient.Value, value.Forward, largest),
            ReverseError = Agreement.Error(quotient.Value, value.Reverse, largest),
        };
    }

    private ImmutableArray<VerifiedMode> Times(ReverseMemory memory, Horizon longest, HypergradientComputation ofStudy, CancellationToken token)
    {
        ModeTimer timer = new(time);
        StudySpecification forward = VerificationVariant.Forward(study, study.Inner.Precision);
        StudySpecification reverse = VerificationVariant.Reverse(study, study.Inner.Precision, memory);
        double? Timed(StudySpecification variant) => timer.PerStep(steps, horizon => runs.Hypergradient(variant, point, horizon, token).Ending == RunEnding.Completed);
        VerifiedMode Mode(string name, StudySpecification variant, long? bytes)
        {
            Begin($"the time that {name} takes");
            return new() { Name = name, SecondsPerStep = Timed(variant), Bytes = runs.Computation(variant, Horizon.OfSteps(steps)).Bytes, StudyBytes = bytes };
        }

        ImmutableArray<VerifiedMode> modes = [Mode("forward mode", forward, runs.Computation(forward, longest).Bytes), Mode("reverse mode", reverse, ofStudy.Bytes)];
        Begin("the time that a plain step takes");
        return [.. modes, new() { Name = "plain training", SecondsPerStep = timer.PerStep(steps, horizon => double.IsFinite(runs.Loss(forward, point, horizon, token))) }];
    }

    private ImmutableArray<LearnedValue> With(VerifiedValue changed, double at) =>
        [.. point.Select(value => value.Kind == changed.Kind && value.Window == changed.Window && OuterLoop.GroupName(study, value) == changed.Group ? value with { Value = at } : value)];

    private void Begin(string doing)
    {
        stopping.ThrowIfCancellationRequested();
        report(new() { Done = done++, Parts = LeastParts + (IsOwnPrecision ? 2 : 0) + (Inexactness.IsIn(study) ? 1 : 0) + Learned.Length, Doing = doing });
    }
}
