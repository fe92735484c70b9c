using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>What a valid study file means.</summary>
public sealed class StudyFileReaderTests
{
    private const string MnistAndMlp = "data: {name: mnist}\n  model: {name: mlp}";

    private const string Least = """
        apiVersion: fds/v1
        kind: Study
        metadata: {name: least}
        spec:
          data: {name: mnist}
          model: {name: mlp}
          inner: {batchSize: 128, epochs: 1}
          hyperparameters: {learningRate: {}}
        """;

    [Fact]
    public void Study_WithTheLeastFields_HasTheDocumentedDefaults()
    {
        StudySpecification study = Read(Least);

        Assert.Equal("least", study.Name);
        Assert.Equal(new DataSpecification { Name = "mnist", Path = null, ValidationFraction = 0.05 }, study.Data);
        Assert.Equal(new ModelSpecification { Name = "mlp", Initialisation = Initialisation.Xavier, Gain = 1 }, study.Model);
        Assert.Equal(new InnerSpecification { BatchSize = 128, Epochs = 1, Steps = null, GradientClamp = null, HessianProductClamp = null, Precision = Precision.Float32 }, study.Inner);
        AssertKind(study.Hyperparameters.LearningRate, [0], 0.1, 0, 1, learned: true);
        AssertKind(study.Hyperparameters.Momentum, [0], 0.1, 0, 0.99, learned: false);
        AssertKind(study.Hyperparameters.WeightDecay, [0], 3e-4, 0, 5e-3, learned: false);
        Assert.Equal((10, 0.5, 0.05), (study.Outer.Steps, study.Outer.StepDecay, study.Outer.ConvergedBelow));
        Assert.Empty(study.Outer.Epochs);
        Assert.Equal(new PruningSpecification(), study.Outer.Pruning);
        Assert.Equal(new SeedsSpecification { Count = 1, Base = 0, Quorum = null, Grace = TimeSpan.FromSeconds(30) }, study.Seeds);
        Assert.Equal([StudyMethod.Fds], study.Methods);
        Assert.Null(study.Fluctuation);
        Assert.Equal(new RetrainSpecification { Epochs = null, Seeds = 1 }, study.Retrain);
        Assert.Equal(new ResourcesSpecification { Device = "auto", Parallelism = null, ColumnShards = 1, Priority = 0 }, study.Resources);
        Assert.Equal(new BudgetSpecification { GradientSteps = null, WallClock = null }, study.Budget);
    }

    [Fact]
    public void Study_WithEveryField_MeansWhatItSays()
    {
        StudySpecification study = Read("""
            apiVersion: fds/v1
            kind: Study
            metadata:
              name: mnist-lenet
            spec:
              data:
                name: cifar-10
                path: null
                validationFraction: 0.05
                augmentation: {cropPadding: 4, flip: true, cutout: {length: 8, probability: 0.25}}
              model:
                name: wrn-16-1
                initialisation: orthogonal
                gain: 1.5
              inner:
                batchSize: 128
                steps: 500
                gradientClamp: 3
                hessianProductClamp: 1
                precision: float64
              hyperparameters:
                learningRate: {windows: 3, initial: [0.1, 0.2, 0.3], step: 0.1, range: [0, 1]}
                momentum:     {windows: 2, initial: 0.5, step: 0.1, range: [0, 0.99], learn: false}
                weightDecay:  {windows: 1, initial: 0, step: 3e-4, range: [0, 5e-3]}
              outer:
                steps: 12
                epochs: [1, 10]
                stepDecay: 0.25
                convergedBelow: 0.1
                pruning: {mode: truncate, ratio: 0.5}
              seeds: {count: 4, base: 7, quorum: 3, grace: 5s}
              methods: [fds]
              retrain: {epochs: 3, seeds: 2}
              resources: {device: cuda, parallelism: 2, columnShards: 1, priority: -5}
              budget: {gradientSteps: 1e6, wallClock: 1d12h}
            """);

        Assert.Equal(new AugmentationSpecification { CropPadding = 4, Flip = true, Cutout = new() { Length = 8, Probability = 0.25 } }, study.Data.Augmentation);
        Assert.Equal(new ModelSpecification { Name = "wrn-16-1", Initialisation = Initialisation.Orthogonal, Gain = 1.5 }, study.Model);
        Assert.Equal(new InnerSpecification { BatchSize = 128, Steps = 500, Epochs = null, GradientClamp = 3, HessianProductClamp = 1, Precision = Precision.Float64 }, study.Inner);
        AssertKind(study.Hyperparameters.LearningRate, [0.1, 0.2, 0.3], 0.1, 0, 1, learned: true);
        AssertKind(study.Hyperparameters.Momentum, [0.5, 0.5], 0.1, 0, 0.99, learned: false);
        AssertKind(study.Hyperparameters.WeightDecay, [0], 3e-4, 0, 5e-3, learned: true);
        Assert.Equal([1, 10], study.Outer.Epochs);
        Assert.Equal((12, 0.25, 0.1), (study.Outer.Steps, study.Outer.StepDecay, study.Outer.ConvergedBelow));
        Assert.Equal(new PruningSpecification { Mode = PruningMode.Truncate, Ratio = 0.5 }, study.Outer.Pruning);
        Assert.Equal(new SeedsSpecification { Count = 4, Base = 7, Quorum = 3, Grace = TimeSpan.FromSeconds(5) }, study.Seeds);
        Assert.Equal(new RetrainSpecification { Epochs = 3, Seeds = 2 }, study.Retrain);
        Assert.Equal(new ResourcesSpecification { Device = "cuda", Parallelism = 2, Priority = -5 }, study.Resources);
        Assert.Equal(new BudgetSpecification { GradientSteps = 1e6, WallClock = TimeSpan.FromHours(36) }, study.Budget);
    }

    /// <summary>marthe adapts its discount unless the file gives one.</summary>
    [Theory]
    [InlineData("", true, 0.99, null)]
    [InlineData("greedy: {discount: auto}", true, 0.99, null)]
    [InlineData("greedy: {discount: 0.9}", false, 0.9, null)]
    [InlineData("greedy: {discount: 0.99, adaptation: 1e-5}", false, 0.99, 1e-5)]
    [InlineData("greedy: {adaptation: 0}", true, 0.99, 0.0)]
    public void Discount_OfMarthe_IsAdaptedOrGiven(string section, bool adapts, double discount, double? adaptation)
    {
        GreedySpecification greedy = Read($"{Least}\n  methods: [marthe]\n  {section}").Greedy;

        Assert.Equal((adapts, discount, adaptation), (greedy.AdaptsDiscount, greedy.Discount, greedy.Adaptation));
    }

    /// <summary>Windows have the values of the shape at 1/8, 3/8, 5/8 and 7/8 of the run; none leaves the range.</summary>
    [Theory]
    [InlineData("{shape: constant, peak: 0.2}", 0.2, 0.2, 0.2, 0.2)]
    [InlineData("{shape: linear, peak: 0.8}", 0.7, 0.5, 0.3, 0.1)]
    [InlineData("{peak: 0.1, shape: step}", 0.1, 0.1, 0.05, 0.05)]
    [InlineData("{shape: warmup-stable-decay, peak: 0.8}", 0.8, 0.8, 0.8, 0.5)]
    [InlineData("0.3", 0.3, 0.3, 0.3, 0.3)]
    public void Initial_AsAShape_IsTheShapeOverTheWindows(string initial, params double[] expected)
    {
        StudySpecification study = Read(Least.Replace("{}", $"{{}}, momentum: {{windows: 4, initial: {initial}, range: [0.05, 0.9]}}", StringComparison.Ordinal));

        Assert.Equal(expected, study.Hyperparameters.Momentum.Initial, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("mnist-lenet")]
    [InlineData("cifar10-wrn16")]
    [InlineData("quadratic")]
    public void ShippedStudy_WhenRead_IsValidAndNamedAsItsFile(string name)
    {
        string path = Path.Combine(SharedFolder.Checkout, "studies", $"{name}.yaml");
        StudySpecification study = Read(System.IO.File.ReadAllText(path));

        Assert.Equal(name, study.Name);
        Assert.All(
            [study.Hyperparameters.LearningRate, study.Hyperparameters.Momentum, study.Hyperparameters.WeightDecay],
            kind => Assert.True(kind.Learn && kind.Initial.All(value => value == 0), $"{name} learns every kind from 0."));
    }

    [Fact]
    public void PaperStudy_WhenRead_IsThePapers()
    {
        StudySpecification study = Read(System.IO.File.ReadAllText(Path.Combine(SharedFolder.Checkout, "studies", "cifar10-wrn16.yaml")));

        Assert.Equal(("wrn-16-1", "cifar-10", 256, 50), (study.Model.Name, study.Data.Name, study.Inner.BatchSize, study.Inner.Epochs));
        Assert.Equal((5, 0.1, 0.3, 4e-4), (study.Hyperparameters.LearningRate.Windows, study.Hyperparameters.LearningRate.Step, study.Hyperparameters.Momentum.Step, study.Hyperparameters.WeightDecay.Step));
    }

    [Fact]
    public void Study_ThatMeasures_HasNeitherOuterStepsNorRetraining()
    {
        StudySpecification study = Read(Least + "\n  fluctuation: {runs: 16}\n  outer: {steps: 7}");

        Assert.Equal((new FluctuationSpecification { Runs = 16 }, 16), (study.Fluctuation, study.Replicas));
        Assert.Equal((1, 0), (study.Outer.Steps, study.Retrain.Seeds));
        Assert.Equal(new FluctuationSpecification { Runs = 100 }, Read(Least + "\n  fluctuation: {}\n  retrain: {seeds: 0}").Fluctuation);
    }

    /// <summary>A learning rate that falls from 0.01 to 0 as half a cosine over 250 steps, each window at the mean over its steps.</summary>
    [Fact]
    public void FluctuationStudy_WhenRead_IsThePapers()
    {
        StudySpecification study = Read(System.IO.File.ReadAllText(Path.Combine(SharedFolder.Checkout, "studies", "fluctuation-lenet.yaml")));
        double[] cosine = [.. Enumerable.Range(0, 250).Select(step => 0.01 * (1 + Math.Cos(Math.PI * step / 250)) / 2).Chunk(25).Select(window => window.Average())];

        Assert.Equal(("fluctuation-lenet", "lenet", 250, 100), (study.Name, study.Model.Name, study.Inner.Steps, study.Replicas));
        Assert.Equal(cosine, study.Hyperparameters.LearningRate.Initial, (x, y) => Math.Abs(x - y) < 5e-7);
        AssertKind(study.Hyperparameters.Momentum, [0.9], 0.1, 0, 0.99, learned: false);
        AssertKind(study.Hyperparameters.WeightDecay, [0], 3e-4, 0, 5e-3, learned: false);
    }

    [Theory]
    [InlineData("batchSize: 128", "batchSize: 1", true)]
    [InlineData("batchSize: 128", "batchSize: 1000000", true)]
    [InlineData("batchSize: 128", "batchSize: 1000001", false)]
    [InlineData("epochs: 1", "epochs: 100000", true)]
    [InlineData("epochs: 1", "epochs: 100001", false)]
    [InlineData("learningRate: {}", "learningRate: {windows: 1000}", true)]
    [InlineData("learningRate: {}", "learningRate: {windows: 1001}", false)]
    [InlineData("learningRate: {}", "learningRate: {range: [0, 100]}", true)]
    [InlineData("learningRate: {}", "learningRate: {range: [0, 100.5]}", false)]
    [InlineData("learningRate: {}", "momentum: {range: [0, 0.999999]}", true)]
    [InlineData("learningRate: {}", "momentum: {range: [0, 1]}", false)]
    [InlineData("learningRate: {}", "weightDecay: {range: [0, 10]}", true)]
    [InlineData("learningRate: {}", "weightDecay: {range: [0, 10.1]}", false)]
    [InlineData(MnistAndMlp, "data: {name: cifar-10}\n  model: {name: wrn-10-1}", true)]
    [InlineData(MnistAndMlp, "data: {name: cifar-10}\n  model: {name: wrn-100-20}", true)]
    [InlineData(MnistAndMlp, "data: {name: cifar-10}\n  model: {name: wrn-10-21}", false)]
    [InlineData(MnistAndMlp, "data: {name: cifar-10}\n  model: {name: wrn-106-1}", false)]
    [InlineData(MnistAndMlp, "data: {name: cifar-100}\n  model: {name: lenet}", true)]
    [InlineData(MnistAndMlp, "data: {name: fashion-mnist}\n  model: {name: lenet-bn}", true)]
    [InlineData(MnistAndMlp, "data: {name: fashion-mnist}\n  model: {name: wrn-10-1}", true)]
    [InlineData(MnistAndMlp, "data: {name: mnist, path: padded}\n  model: {name: wrn-10-1}", true)]
    [InlineData(MnistAndMlp, "data: {name: images}\n  model: {name: wrn-10-1}", true)]
    [InlineData("epochs: 1", "epochs: ~, steps: 5", true)]
    [InlineData("epochs: 1", "epochs: null", false)]
    public void Bound_OnEitherSide_IsKept(string before, string after, bool valid) =>
        Assert.Equal(valid, StudyFileReader.Read(Least.Replace(before, after, StringComparison.Ordinal), "bound.yaml").IsValid);

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("1d12h", 129600)]
    [InlineData("1h30m15s", 5415)]
    [InlineData("01:30:00", 5400)]
    public void Duration_WhenWellFormed_IsRead(string text, int seconds)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("5s3m")]
    [InlineData("00:00:00")]
    [InlineData("99999999999999999999s")]
    public void Duration_WhenNot_IsRefused(string text) => Assert.False(Durations.TryParse(text, out _));

    private static StudySpecification Read(string text)
    {
        StudyFileReading reading = StudyFileReader.Read(text, "study.yaml");
        Assert.True(reading.IsValid, string.Join(Environment.NewLine, reading.Faults));
        return reading.Specification!;
    }

    private static void AssertKind(HyperparameterSpecification kind, double[] initial, double step, double low, double high, bool learned)
    {
        Assert.Equal(initial, kind.Initial);
        Assert.Equal((step, low, high, learned), (kind.Step, kind.Minimum, kind.Maximum, kind.Learn));
    }
}
