using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Tangents;
using Fds.Grains.Planning;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Numerics;
using Xunit;
using PruningMode = Fds.Contracts.Studies.PruningMode;

namespace Fds.Grains.Tests.Planning;

/// <summary>100 examples, of which 90 are left for training: nine mini-batches of ten an epoch, and ten where all are trained on.</summary>
public sealed class StudyFeasibilityTests
{
    private static readonly DataShape Data = new(Training: 100, Test: 20, ExampleForm.OfImages(1, 28, 28, 3));

    [Theory]
    [InlineData(TrainingLoss.SquaredError, 3, "model.loss is mse, but the targets are 3 classes; expected cross-entropy.")]
    [InlineData(TrainingLoss.CrossEntropy, null, "model.loss is cross-entropy, but the targets are real numbers; expected mse.")]
    [InlineData(TrainingLoss.SquaredError, null, null)]
    [InlineData(null, null, null)]
    [InlineData(null, 3, null)]
    public void Complaint_OfALossThatDoesNotFitTheTargets_SaysWhichDoes(TrainingLoss? loss, int? classes, string? expected)
    {
        StudySpecification study = Study(windows: 2, epochs: 1) with { Model = new() { Name = "mlp", Loss = loss } };

        string? complaint = StudyFeasibility.Complaint(study, Data with { Form = new() { Input = [8], Classes = classes } });

        Assert.Equal(expected is null, complaint is null);
        Assert.StartsWith(expected ?? "", complaint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Complaint_OfANetworkThatDoesNotTakeSuchInputs_SaysWhichDoes()
    {
        StudySpecification study = Study(windows: 2, epochs: 1);

        Assert.Equal(
            "model.name is lenet: the network takes images, but an input has the shape [8]. Use mlp, or torchscript.",
            StudyFeasibility.Complaint(study with { Model = new() { Name = "lenet" } }, Data with { Form = new() { Input = [8], Classes = 3 } }));
        Assert.StartsWith(
            "model.name is mlp: the network takes real numbers, but the inputs are tokens.",
            StudyFeasibility.Complaint(study with { Model = new() { Name = "mlp" } }, Data with { Form = new() { Input = [8], Vocabulary = 65, Classes = 65, Targets = 8 } }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Study_ThatSuitsItsData_HasNoFault() => Assert.Null(StudyFeasibility.Complaint(Study(windows: 9, epochs: 1), Data));

    [Theory]
    [InlineData(StudyMethod.Fds, "an outer step")]
    [InlineData(StudyMethod.Random, "a run")]
    [InlineData(StudyMethod.Hyperband, "a run")]
    [InlineData(StudyMethod.Asha, "a run")]
    [InlineData(StudyMethod.Pbt, "a run")]
    public void Horizon_WithLessInnerStepsThanWindows_IsRefused(StudyMethod method, string runs) => Assert.Equal(
        $"hyperparameters.learningRate.windows is 20, but {runs} (inner.epochs is 2) has 18 inner steps; expected at most 18 windows, or inner.epochs of at least 3 there.",
        StudyFeasibility.Complaint(Study(windows: 20, epochs: 2) with { Methods = [method] }, Data));

    [Theory]
    [InlineData(new[] { 3, 2 }, 3, "outer step 2 (outer.epochs is 2) has 18 inner steps; expected at most 18 windows, or outer.epochs of at least 3 there.")]
    [InlineData(new[] { 3, 4, 1, 5 }, 4, "outer step 3 (outer.epochs is 1) has 9 inner steps; expected at most 9 windows, or outer.epochs of at least 3 there.")]
    [InlineData(new[] { 3, 4, 1, 5 }, 2, null)]
    public void Horizon_OfALaterOuterStep_IsLookedAtIfItIsReached(int[] epochs, int steps, string? expected)
    {
        StudySpecification study = Study(windows: 20, epochs: 3);
        string? complaint = StudyFeasibility.Complaint(study with { Outer = study.Outer with { Epochs = [.. epochs], Steps = steps } }, Data);

        Assert.Equal(expected, complaint?["hyperparameters.learningRate.windows is 20, but ".Length..]);
    }

    /// <summary>100 steps of ten examples, and an evaluation of ten examples: rungs that cost 100⅓, 33 and 11, and one that would cost 3.7.</summary>
    [Theory]
    [InlineData(StudyMethod.Asha, 12, "search.trials is 12, but no trial of asha before trial 13 trains to the end of the horizon, and only a trial that does can be chosen; expected null or at least 13.")]
    [InlineData(StudyMethod.Asha, 13, null)]
    [InlineData(StudyMethod.Bohb, 10, "search.trials is 10, but no trial of bohb before trial 11 trains to the end of the horizon, and only a trial that does can be chosen; expected null or at least 11.")]
    [InlineData(StudyMethod.Hyperband, 11, null)]
    [InlineData(StudyMethod.Random, 1, null)]
    public void Trials_OfWhichNoneIsAWholeRun_AreRefused(StudyMethod method, int trials, string? expected)
    {
        StudySpecification study = Study(windows: 4, epochs: 1);
        study = study with { Inner = study.Inner with { Epochs = null, Steps = 100 }, Methods = [StudyMethod.Tpe, method], Search = new() { Trials = trials } };
        Assert.Equal(expected, StudyFeasibility.Complaint(study, Data));
    }

    /// <summary>Their trials have the horizon of the last outer step, and no other.</summary>
    [Theory]
    [InlineData(new[] { 1, 3 }, false)]
    [InlineData(new[] { 3, 1 }, true)]
    public void Horizon_OfASearch_IsThatOfTheLastOuterStep(int[] epochs, bool refused)
    {
        StudySpecification study = Study(windows: 20, epochs: 3) with { Methods = [StudyMethod.Tpe] };
        Assert.Equal(refused, StudyFeasibility.Complaint(study with { Outer = study.Outer with { Epochs = [.. epochs], Steps = 2 } }, Data) is not null);
    }

    [Theory]
    [InlineData(StudyMethod.Fds)]
    [InlineData(StudyMethod.Gp)]
    public void Retraining_WithLessInnerStepsThanWindows_IsRefused(StudyMethod method)
    {
        StudySpecification study = Study(windows: 20, epochs: 3) with { Methods = [method], Retrain = new() { Epochs = 1, Seeds = 2 } };

        Assert.Equal(
            "hyperparameters.learningRate.windows is 20, but retraining (retrain.epochs is 1) has 10 inner steps; expected at most 10 windows, or retrain.epochs of at least 2 there.",
            StudyFeasibility.Complaint(study, Data));
        Assert.Null(StudyFeasibility.Complaint(study with { Retrain = study.Retrain with { Seeds = 0 } }, Data));
    }

    [Fact]
    public void Retraining_InEpochsOfAStudyInSteps_IsLookedAt()
    {
        StudySpecification study = Study(windows: 20, epochs: 1);
        study = study with { Inner = study.Inner with { Epochs = null, Steps = 30 }, Retrain = new() { Epochs = 1 } };

        Assert.Contains("but retraining (retrain.epochs is 1) has 10 inner steps", StudyFeasibility.Complaint(study, Data), StringComparison.Ordinal);
    }

    [Fact]
    public void Horizons_ThatAreBothTooShort_AreBothTold()
    {
        StudySpecification study = Study(windows: 20, epochs: 1) with { Retrain = new() { Epochs = 1 } };
        string complaint = StudyFeasibility.Complaint(study, Data)!;

        Assert.Contains("an outer step (inner.epochs is 1) has 9 inner steps", complaint, StringComparison.Ordinal);
        Assert.Contains("retraining (retrain.epochs is 1) has 10 inner steps", complaint, StringComparison.Ordinal);
    }

    /// <summary>They have no windows while they learn, and afterwards no more than retraining has inner steps.</summary>
    [Theory]
    [InlineData(StudyMethod.Hd)]
    [InlineData(StudyMethod.Greedy)]
    public void Windows_OfAGreedyMethod_AreNoMatter(StudyMethod method) => Assert.Null(StudyFeasibility.Complaint(Study(windows: 20, epochs: 1) with { Methods = [method] }, Data));

    [Fact]
    public void Interval_LongerThanARun_IsRefused()
    {
        StudySpecification study = Study(windows: 2, epochs: 1) with { Methods = [StudyMethod.Rtho], Greedy = new() { Interval = 10 } };

        Assert.Equal("greedy.interval is 10, but a run (inner.epochs is 1) has 9 inner steps; expected at most 9.", StudyFeasibility.Complaint(study, Data));
        Assert.Null(StudyFeasibility.Complaint(study with { Methods = [StudyMethod.Greedy] }, Data));
        Assert.Null(StudyFeasibility.Complaint(study with { Greedy = new() { Interval = 9 } }, Data));
    }

    [Theory]
    [InlineData(PruningMode.Truncate, 0.9, "outer.pruning.ratio is 0.9, which skips every inner step of the windows of hyperparameters.learningRate, 4 long in an outer step (inner.epochs is 1); expected at most 0.75, or longer windows.")]
    [InlineData(PruningMode.Truncate, 0.75, null)]
    [InlineData(PruningMode.Alternate, 0.4, null)]
    public void Pruning_OfEveryInnerStep_IsRefused(PruningMode mode, double ratio, string? expected)
    {
        StudySpecification study = Study(windows: 2, epochs: 1);
        Assert.Equal(expected, StudyFeasibility.Complaint(study with { Outer = study.Outer with { Pruning = new() { Mode = mode, Ratio = ratio } } }, Data));
    }

    [Fact]
    public void Pruning_OfWindowsOfOneStep_IsRefused()
    {
        StudySpecification study = Study(windows: 9, epochs: 1);
        Assert.EndsWith(
            "1 long in an outer step (inner.epochs is 1); expected windows of at least 2 inner steps, or no pruning.",
            StudyFeasibility.Complaint(study with { Outer = study.Outer with { Pruning = new() { Mode = PruningMode.Alternate, Ratio = 0.4 } } }, Data), StringComparison.Ordinal);
    }

    /// <summary>What study files are held against, without data, is what the numerics do.</summary>
    [Fact]
    public void Pruning_InStudyFiles_SkipsWhatItDoesInTheNumerics()
    {
        foreach (PruningMode mode in Enum.GetValues<PruningMode>())
        {
            foreach (double ratio in (double[])[0.1, 0.4, 0.5, 0.75, 0.9, 0.99])
            {
                for (int length = 1; length < 30; length++)
                {
                    StudySpecification study = Study(windows: 3, epochs: 1);
                    study = study with { Outer = study.Outer with { Pruning = new() { Mode = mode, Ratio = ratio } } };
                    Pruning pruning = SpecificationTranslation.Pruning(study);
                    Assert.Equal(pruning.SkipsAll(3 * length, 3), study.Outer.Pruning.SkipsAll(length));
                }
            }
        }
    }

    [Fact]
    public void Horizon_LongerThanAnyMayBe_IsRefused() => Assert.Equal(
        "inner.epochs is 100000 for retraining, which makes 100000000000 inner steps; expected at most 100, as a horizon has at most 100000000 inner steps.",
        StudyFeasibility.Complaint(Study(windows: 2, epochs: 100_000) with { Retrain = new() }, Data with { Training = 10_000_000 }));

    [Theory]
    [InlineData(0.005, 100, "data.validationFraction is 0.005, which holds out none of 100 training examples; expected at least 0.01.")]
    [InlineData(0.02, 40, "data.validationFraction is 0.02, which holds out none of 40 training examples; expected at least 0.025.")]
    [InlineData(0.02, 49, "data.validationFraction is 0.02, which holds out none of 49 training examples; expected at least 0.021.")]
    [InlineData(0.95, 100, "inner.batchSize is 10, but 5 examples are left to train on, and 95 are held out to validate on; expected at most 5.")]
    public void Split_WithoutExamplesOnEitherSide_IsRefused(double fraction, int examples, string expected)
    {
        StudySpecification study = Study(windows: 1, epochs: 1);
        Assert.Equal(expected, StudyFeasibility.Complaint(study with { Data = study.Data with { ValidationFraction = fraction } }, Data with { Training = examples }));
    }

    /// <summary>The fraction that is said to suffice does, whatever the rounding of its product is.</summary>
    [Fact]
    public void Split_WithTheLeastFractionThatIsTold_HoldsOutAnExample()
    {
        for (int examples = 11; examples < 3000; examples += 7)
        {
            StudySpecification study = Study(windows: 1, epochs: 1);
            study = study with { Data = study.Data with { ValidationFraction = 0.5 / examples } };
            string told = StudyFeasibility.Complaint(study, Data with { Training = examples })!;
            double least = double.Parse(told[(told.LastIndexOf(' ') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Null(StudyFeasibility.Complaint(study with { Data = study.Data with { ValidationFraction = least } }, Data with { Training = examples }));
        }
    }

    [Fact]
    public void Data_ThatTeachNothing_AreRefused()
    {
        StudySpecification study = Study(windows: 1, epochs: 1);
        Assert.Equal("data.name is glyphs, which has 1 class here; expected at least 2.", StudyFeasibility.Complaint(study, Data with { Form = ExampleForm.OfImages(1, 28, 28, 1) }));
        Assert.Equal("data.name is glyphs, which has 1 training example here; expected at least 2, one of them to validate on.", StudyFeasibility.Complaint(study, Data with { Training = 1 }));
        Assert.Equal("retrain.seeds is 3, but glyphs has no test examples here; expected 0.", StudyFeasibility.Complaint(study with { Retrain = new() { Seeds = 3 } }, Data with { Test = 0 }));
        Assert.Null(StudyFeasibility.Complaint(study, Data with { Test = 0 }));
    }

    [Theory]
    [InlineData("lenet", 15)]
    [InlineData("lenet-bn", 8)]
    [InlineData("wrn-16-1", 3)]
    public void Network_ThatDoesNotTakeTheImages_IsRefusedByName(string network, int side)
    {
        StudySpecification study = Study(windows: 1, epochs: 1) with { Model = new() { Name = network } };
        string? complaint = StudyFeasibility.Complaint(study, Data with { Form = ExampleForm.OfImages(1, side, side, 3) });

        Assert.StartsWith($"model.name is {network}: ", complaint, StringComparison.Ordinal);
        Assert.Contains($"{side}×{side}", complaint, StringComparison.Ordinal);
        Assert.Null(StudyFeasibility.Complaint(study with { Model = new() { Name = "mlp" } }, Data with { Form = ExampleForm.OfImages(1, side, side, 3) }));
    }

    /// <summary>An epoch of the analytic problem is one inner step.</summary>
    [Fact]
    public void Analytic_Problem_IsHeldAgainstItsHorizonsAlone()
    {
        StudySpecification study = Study(windows: 3, epochs: 2) with { Model = new() { Name = ModelSpecification.Quadratic }, Data = new() { Name = ModelSpecification.Quadratic } };
        Assert.Contains("(inner.epochs is 2) has 2 inner steps", StudyFeasibility.Complaint(study, DataShape.None), StringComparison.Ordinal);
        Assert.Null(StudyFeasibility.Complaint(study with { Inner = study.Inner with { Epochs = 3 } }, DataShape.None));
    }

    /// <summary>What admits a study of the longest horizon, the most steps and the most windows takes no time.</summary>
    [Fact]
    public void Study_OfTheLargestSize_IsLookedAtAtOnce()
    {
        StudySpecification study = Study(windows: 1000, epochs: 1);
        study = study with
        {
            Inner = study.Inner with { Epochs = null, Steps = 100_000_000, Mode = HypergradientMode.Forward },
            Outer = study.Outer with { Steps = 10_000, Epochs = [.. Enumerable.Range(0, 10_000).Select(i => 100_000 - i)] },
            Seeds = new() { Count = 1000 },
        };
        long begun = TimeProvider.System.GetTimestamp();
        Assert.Null(StudyFeasibility.Complaint(study, Data));
        double cost = MethodForecast.Of(study, StudyMethod.Fds, [.. Enumerable.Repeat(100_000_000, 10_000)], validation: 10)!.GradientSteps;

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 1);
        Assert.InRange(cost, 1e18, 1.1e18);
    }

    private static StudySpecification Study(int windows, int epochs)
    {
        StudySpecification study = TestStudies.Specification(retrainings: 0);
        return study with
        {
            Data = study.Data with { ValidationFraction = 0.1 },
            Inner = study.Inner with { Steps = null, Epochs = epochs },
            Hyperparameters = study.Hyperparameters with { LearningRate = study.Hyperparameters.LearningRate with { Initial = [.. Enumerable.Repeat(0.1, windows)] } },
        };
    }
}
