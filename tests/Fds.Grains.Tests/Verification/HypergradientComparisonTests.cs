using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Fds.Core;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Grains.Tests.Studies;
using Fds.Grains.Verification;
using Xunit;

namespace Fds.Grains.Tests.Verification;

/// <summary>The whole comparison over runs whose derivatives are known, of two learning rates and a weight decay.</summary>
public sealed class HypergradientComparisonTests(ITestOutputHelper output)
{
    private static readonly StudySpecification Study = TestStudies.Specification();

    [Fact]
    public void Study_WhoseWaysAgree_IsTrustworthy()
    {
        List<VerificationProgress> told = [];
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant), told.Add);

        Assert.Equal(VerificationOutcome.Trustworthy, report.Outcome);
        Assert.Matches("^Trustworthy: over 10 inner steps forward and reverse mode agree to 0, with central differences to [0-9.]+E-[0-9]+, and float32 with float64 to 1E-06.$", report.Verdict);
        Assert.Empty(report.Remarks);
        Assert.Equal([(HyperparameterKind.LearningRate, 0), (HyperparameterKind.LearningRate, 1), (HyperparameterKind.WeightDecay, 0)], report.Values.Select(value => (value.Kind, value.Window)));
        Assert.All(report.Values, value => Assert.True(value is { DifferenceSettled: true, ForwardError: < 1e-6, ReverseError: < 1e-6, OwnError: > 5e-7 and < 2e-6 }, value.ToString()));
        Assert.Equal((10, 8, Precision.Float32, "here"), (report.Steps, report.StudySteps, report.Precision, report.Device));
        Assert.Equal(["forward mode", "reverse mode", "plain training"], report.Modes.Select(mode => mode.Name));
        Assert.Equal([2L * 3 * 1000 * 4, 10L * 2 * 1000 * 4, null], report.Modes.Select(mode => mode.Bytes));
        Assert.Equal([2L * 3 * 1000 * 4, 8L * 2 * 1000 * 4, null], report.Modes.Select(mode => mode.StudyBytes));
        Assert.Equal(Enumerable.Range(0, 10), told.Select(progress => progress.Done));
        Assert.All(told, progress => Assert.Equal(10, progress.Parts));
    }

    [Fact]
    public void Study_InFloat64_IsNotComparedWithItself()
    {
        VerificationReport report = Verify(Study with { Inner = Study.Inner with { Precision = Precision.Float64 } }, variant => new SmoothRuns(variant));

        Assert.Equal(VerificationOutcome.Trustworthy, report.Outcome);
        Assert.DoesNotContain("float", report.Verdict, StringComparison.Ordinal);
        Assert.All(report.Values, value => Assert.Null(value.OwnError));
    }

    /// <summary>The second value alone is wrong, by one part in a hundred.</summary>
    [Fact]
    public void ForwardMode_ThatIsWrong_IsToldAsSuch()
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Forward = j => j == 1 ? 1.01 : 1 });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.Equal(
            "Not trustworthy: forward mode differs from reverse mode and from central differences, which agree with each other, by up to 0.0099 (learningRate window 1). This is a fault of the program: please report it with the study.",
            report.Verdict);
        Assert.Equal([true, false, true], report.Values.Select(value => value.ModesError < 1e-6));
    }

    [Fact]
    public void ReverseMode_ThatHasTheWrongSign_IsToldAsSuch()
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Reverse = _ => -1 });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.StartsWith("Not trustworthy: reverse mode differs from forward mode and from central differences, which agree with each other, by up to 2 (", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_ThatAreWrongTogether_AreToldByCentralDifferences()
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Forward = _ => 1.1, Reverse = _ => 1.1 });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.StartsWith("Not trustworthy: forward and reverse mode agree with each other, but differ from central differences by up to 0.091", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnPrecision_ThatIsTooCoarse_IsToldAsSuch()
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Rounding = 0.1 });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.StartsWith("Not trustworthy: all methods agree in float64, but in float32 they differ from that by up to 0.091", report.Verdict, StringComparison.Ordinal);
    }

    /// <summary>Its forward mode is half of what it should be, and without the clamp it is right.</summary>
    [Fact]
    public void HessianProductClamp_ThatHolds_IsTheReason()
    {
        VerificationReport report = Verify(Study with { Inner = Study.Inner with { HessianProductClamp = 1 } }, variant => new SmoothRuns(variant));

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.Equal(
            "Not trustworthy: what the study computes differs from the derivative by up to 0.5 (learningRate window 0), because inner.hessianProductClamp is 1, which clamped up to 25 % of a value's Hessian products here, "
            + "and a clamped product is no derivative. Without that, forward mode agrees with central differences.",
            report.Verdict);
        Assert.Equal(0.25, report.ProductsClamped);
    }

    [Fact]
    public void Pruning_IsTheReason()
    {
        StudySpecification pruned = Study with { Outer = Study.Outer with { Pruning = new() { Mode = PruningMode.Alternate, Ratio = 0.5 } } };
        VerificationReport report = Verify(pruned, variant => new SmoothRuns(variant) { Forward = _ => variant.Outer.Pruning.Mode == PruningMode.None ? 1 : 1.2 });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.Contains("because outer.pruning leaves tangents as they are on part of the steps (ratio 0.5).", report.Verdict, StringComparison.Ordinal);
    }

    /// <summary>Where the fault is not the clamp's, the clamp is not blamed.</summary>
    [Fact]
    public void HessianProductClamp_BesideAFault_IsNotTheReason()
    {
        VerificationReport report = Verify(Study with { Inner = Study.Inner with { HessianProductClamp = 1 } }, variant => new SmoothRuns(variant) { Forward = _ => 3 });

        Assert.DoesNotContain("because", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
    }

    /// <summary>A kink at a millionth: the longest steps jump over it, shorter ones see the derivative.</summary>
    [Fact]
    public void Kink_NextToAValue_IsAvoidedByShorterSteps()
    {
        double at = 0.5 + 0.5 + 0.25;
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Disturbance = sum => Math.Max(0, sum - at - 1e-6) });

        Assert.Equal(VerificationOutcome.Trustworthy, report.Outcome);
        Assert.Empty(report.Remarks);
    }

    /// <summary>A saw of kinks that is finer than any step: the quotient has no limit that could be found.</summary>
    [Fact]
    public void DifferenceQuotients_ThatDoNotSettle_AreToldAndDecideNothing()
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Disturbance = sum => 1e-3 * Math.Sin(1e12 * sum) });
        output.WriteLine(report.Verdict);

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.Equal("Not trustworthy: forward and reverse mode agree to 0, but no difference quotient settled, so nothing independent confirms them.", report.Verdict);
        Assert.Contains(report.Remarks, remark => remark.StartsWith("The difference quotients of learningRate window 0, learningRate window 1, weightDecay window 0 did not settle", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RunEnding.Diverged, "diverged")]
    [InlineData(RunEnding.Collapsed, "collapsed")]
    public void Run_ThatDoesNotComplete_IsTold(RunEnding ending, string word)
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Ending = ending });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.Equal($"Not trustworthy: there is no hypergradient to compare, because the run by forward mode in float64 {word}: so it was told.", report.Verdict);
        Assert.Empty(report.Values);
    }

    [Fact]
    public void Hypergradients_ThatAreAllZero_ShowNothing()
    {
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { Forward = _ => 0, Reverse = _ => 0 });

        Assert.Equal(VerificationOutcome.Untrustworthy, report.Outcome);
        Assert.StartsWith("Not trustworthy: every hypergradient is 0 here", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Study_ThatLearnsNothing_IsRefused()
    {
        HyperparameterSpecification still = Study.Hyperparameters.Momentum;
        FdsException refusal = Assert.Throws<FdsException>(() => Verify(Study with { Hyperparameters = new() { LearningRate = still, Momentum = still, WeightDecay = still } }, variant => new SmoothRuns(variant)));
        Assert.StartsWith("nothing is learned", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The clock goes on by a minute with every run, of which those of the modes take 10 and each value 4 or more.</summary>
    [Theory]
    [InlineData(0.5, VerificationOutcome.OutOfTime, "Not known: the time limit was reached before forward and reverse mode were compared.", 0)]
    [InlineData(11, VerificationOutcome.OutOfTime, "Not known: forward and reverse mode agree to 0, but the time limit was reached before anything was compared with central differences.", 0)]
    [InlineData(15.5, VerificationOutcome.Trustworthy, "Trustworthy: over 10 inner steps", 1)]
    public void Time_ThatDoesNotReach_IsTold(double minutes, VerificationOutcome outcome, string verdict, int compared)
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        VerificationReport report = Verify(Study, variant => new SmoothRuns(variant) { BeforeRun = () => time.Advance(TimeSpan.FromMinutes(1)) }, time: time, limit: TimeSpan.FromMinutes(minutes));

        Assert.Equal(outcome, report.Outcome);
        Assert.StartsWith(verdict, report.Verdict, StringComparison.Ordinal);
        Assert.Equal(compared, report.Values.Count(value => value.Difference is not null));
        Assert.Equal(compared > 0, report.Remarks.Contains("2 of 3 values were not compared with central differences within the time limit."));
    }

    [Fact]
    public void Comparison_WhenStopped_Ends()
    {
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Verify(Study, variant => new SmoothRuns(variant) { BeforeRun = stop.Cancel }, stop: stop));
    }

    [Fact]
    public void Values_ThatBeginAtZero_AreVerifiedOneStepAway()
    {
        HyperparameterSpecification rate = Study.Hyperparameters.LearningRate with { Initial = [0, 0.25] };
        VerificationReport report = Verify(Study with { Hyperparameters = Study.Hyperparameters with { LearningRate = rate } }, variant => new SmoothRuns(variant));

        Assert.Equal([0.125, 0.25, 0.25], report.Values.Select(value => value.At));
        Assert.Contains("learningRate begins at 0 in the study; the derivatives are taken one step of the outer loop away from there, because most of them are 0 at the start.", report.Remarks);
    }

    [Theory]
    [InlineData(1, PruningMode.None, 0, 10)]
    [InlineData(12, PruningMode.None, 0, 12)]
    [InlineData(12, PruningMode.Truncate, 0.75, 48)]
    [InlineData(4, PruningMode.Alternate, 0.4, 10)]
    public void Steps_AreAboutTenAndReachForEveryWindow(int windows, PruningMode mode, double ratio, int expected)
    {
        StudySpecification study = Study with
        {
            Hyperparameters = Study.Hyperparameters with { LearningRate = Study.Hyperparameters.LearningRate with { Initial = [.. Enumerable.Repeat(0.1, windows)] } },
            Outer = Study.Outer with { Pruning = new() { Mode = mode, Ratio = ratio } },
        };
        Assert.Equal(expected, VerificationPoint.Steps(study));
    }

    private static VerificationReport Verify(
        StudySpecification study, Func<StudySpecification, IProblemRuns> runsOf, Action<VerificationProgress>? report = null, TimeProvider? time = null, TimeSpan? limit = null, CancellationTokenSource? stop = null)
    {
        VerificationRequest request = new() { Study = study, Limit = limit ?? TimeSpan.FromHours(1) };
        using HypergradientComparison verification = new(request, runsOf, time ?? TimeProvider.System, report ?? (_ => { }), stop?.Token ?? TestContext.Current.CancellationToken);
        return verification.Run("here");
    }
}
