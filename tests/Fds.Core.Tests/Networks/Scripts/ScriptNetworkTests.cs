using System.Collections.Immutable;
using System.Text.Json;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Networks.Assemblies;
using Fds.Core.Networks.Scripts;
using Fds.Core.Schedules;
using Fds.Core.Tests.Training;
using Fds.Core.Tests.Training.Checkpoints;
using Fds.Core.Training;
using Fds.Testing;
using Fds.Testing.Processes;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks.Scripts;

/// <summary>Networks of users' own, by PyTorch and the sample in .NET: against PyTorch's own figures, central differences, and runs that are stopped.</summary>
public sealed class ScriptNetworkTests : IClassFixture<ScriptFiles>
{
    private const int Steps = 6;

    /// <summary>The network that samples/ has.</summary>
    private const string Sample = "SmallNet";
    private static readonly PerKind<Schedule> Schedules = new(new([0.3, 0.2]), new([0.5, 0.7]), Schedule.Constant(0.01));
    private readonly ScriptFiles files;

    public ScriptNetworkTests(ScriptFiles files)
    {
        this.files = files;
        TorchTests.Prepare();
    }

    /// <summary>Those by PyTorch that can be trained.</summary>
    public static TheoryData<string> Models => ["cnn", "gpt", "lstm", "traced", "tied", "focal"];

    /// <summary>All that can be trained.</summary>
    public static TheoryData<string> All => [.. Models.Select(row => row.Data), Sample];

    [Theory]
    [MemberData(nameof(Models))]
    public void Network_OfAFile_HasPyTorchsLossGradientAndProduct(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Load(files.Of($"{name}.pt"));
        (Tensor images, Tensor labels) = Inputs();
        Tensor direction = arange(network.Layout.Count, ScalarType.Float64).cos();

        CurvatureEvaluation found = new SecondBackwardEngine(network).Evaluate(network.OwnWeights!(0), images, labels, direction.unsqueeze(0));

        using JsonDocument said = JsonDocument.Parse(System.IO.File.ReadAllText(files.Of($"{name}.json")));
        Assert.Equal(said.RootElement.GetProperty("loss").GetDouble(), found.Loss.item<double>(), 1e-12);
        Same(said.RootElement.GetProperty("gradient"), found.Gradient);
        Same(said.RootElement.GetProperty("product"), found.Products[0]);
    }

    /// <summary>Training has the model's own loss; judging has the loss of the data.</summary>
    [Fact]
    public void Network_WithALossOfItsOwn_IsTrainedByItAndJudgedByThatOfTheData()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Load(files.Of("focal.pt"));
        (Tensor images, Tensor labels) = Inputs();
        Tensor direction = arange(network.Layout.Count, ScalarType.Float64).cos();

        CurvatureEvaluation trained = new SecondBackwardEngine(network, noise: () => 0).Evaluate(network.OwnWeights!(0), images, labels, direction.unsqueeze(0));
        CurvatureEvaluation judged = new SecondBackwardEngine(network).Evaluate(network.OwnWeights!(0), images, labels, direction.unsqueeze(0));

        using JsonDocument said = JsonDocument.Parse(System.IO.File.ReadAllText(files.Of("focal.json")));
        Assert.Equal(said.RootElement.GetProperty("ownloss").GetDouble(), trained.Loss.item<double>(), 1e-12);
        Same(said.RootElement.GetProperty("owngradient"), trained.Gradient);
        Same(said.RootElement.GetProperty("ownproduct"), trained.Products[0]);
        Assert.Equal(said.RootElement.GetProperty("loss").GetDouble(), judged.Loss.item<double>(), 1e-12);
        Assert.Null(Load(files.Of("cnn.pt")).OwnLoss);
    }

    [Theory]
    [InlineData("cnn.pt", "the model exports no method loss; write one, loss(self, output, target) with @torch.jit.export, or let model.loss be auto")]
    [InlineData("loss-of-each.pt", "the model's own loss is Float32 of shape [2]; expected one floating-point number")]
    public void Loss_ThatCannotTrain_IsRefusedWithTheReason(string name, string reason) =>
        Assert.Equal(reason, Assert.Throws<FdsException>(() => ScriptNetwork.Load(files.Of(name), ExampleForm.OfImages(1, 28, 28, 10), Loss.CrossEntropy, ScalarType.Float32, CPU, byOwnLoss: true)).Message);

    [Theory]
    [MemberData(nameof(All))]
    public void GradientAndProduct_WithNoise_AreThoseOfCentralDifferences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Load(File(name));
        (Tensor images, Tensor labels) = Inputs();
        SecondBackwardEngine engine = new(network, noise: () => 11);
        Tensor weights = network.OwnWeights!(0);
        Tensor direction = arange(network.Layout.Count, ScalarType.Float64).cos();
        Tensor none = zeros([0, network.Layout.Count], ScalarType.Float64);
        const double Step = 1e-6;
        CurvatureEvaluation At(double share) => engine.Evaluate(weights.add(direction, share), images, labels, none);

        CurvatureEvaluation found = engine.Evaluate(weights, images, labels, direction.unsqueeze(0));

        (CurvatureEvaluation ahead, CurvatureEvaluation behind) = (At(Step), At(-Step));
        double slope = (ahead.Loss.item<double>() - behind.Loss.item<double>()) / (2 * Step);
        Assert.Equal(slope, (found.Gradient * direction).sum().item<double>(), 1e-6 * Math.Max(1, Math.Abs(slope)));
        Tensor product = (ahead.Gradient - behind.Gradient).mul((1 / (2 * Step)).ToScalar());
        Assert.True((product - found.Products[0]).norm().item<double>() <= 1e-6 * product.norm().item<double>());
    }

    /// <summary>Dropout, normalisation, attention and recurrence, every kind learned: each schedule's derivative is that of the whole run.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Hypergradient_InReverseMode_IsThatOfForwardModeAndOfCentralDifferences(string name)
    {
        using GlyphStudy study = new(200);
        TrainingSetting setting = Setting(study, File(name)) with { Horizon = Horizon.OfSteps(Steps), Type = ScalarType.Float64 };
        RunSeeds seeds = GlyphStudy.Seeds;

        HypergradientResult reverse = Learn(setting with { Reverse = AdjointMemory.Segments }, seeds);
        HypergradientResult forward = Learn(setting, seeds);

        Assert.Equal(RunEnding.Completed, forward.Ending);
        ImmutableArray<double> inReverse = reverse.Hypergradient;
        Assert.All(forward.Hypergradient.Zip(inReverse), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1e-2, Math.Abs(pair.First))));
        int place = 0;
        foreach (HyperparameterKind kind in PerKind.OfSgd)
        {
            for (int window = 0; window < Schedules[kind].Windows; window++, place++)
            {
                const double Step = 1e-5;
                PerKind<Schedule> Changed(double change) => PerKind.Of(PerKind.OfSgd, each => each == kind ? new Schedule(Schedules[each].Values.SetItem(window, Schedules[each].Values[window] + change)) : Schedules[each]);
                double Loss(double change) => TrialRun.Execute(setting, Changed(change), seeds, cancellationToken: TestContext.Current.CancellationToken).Evaluation.Loss;
                double difference = (Loss(Step) - Loss(-Step)) / (2 * Step) / Windows.Length(window, Steps, Schedules[kind].Windows);
                Assert.Equal(difference, forward.Hypergradient[place], 1e-5 * Math.Max(1e-2, Math.Abs(difference)));
            }
        }
    }

    [Theory]
    [InlineData("cnn")]
    [InlineData("gpt")]
    [InlineData(Sample)]
    public void Run_StoppedOnEitherWayAndTakenUpByAnotherModule_EndsWithTheSameBits(string name)
    {
        using GlyphStudy study = new(200);
        TrainingSetting Fresh() => Setting(study, File(name)) with { Reverse = AdjointMemory.Segments };
        HypergradientResult undisturbed = new CheckpointedRun("", Fresh()).Undisturbed();
        Assert.Equal(RunEnding.Completed, undisturbed.Ending);
        foreach (int stop in (int[])[3, Steps, Steps + 3])
        {
            using TemporaryFolder folder = new();
            CheckpointedRun run = new(folder.Path, Fresh());
            run.StopAt(stop).Dispose();
            using CheckpointRecorder resumed = new();

            HypergradientResult found = (run with { Setting = Fresh() }).Run(resumed);

            Assert.Equal([stop], resumed.Restored);
            Assert.Equal(undisturbed.Hypergradient.Select(BitConverter.DoubleToInt64Bits), found.Hypergradient.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(undisturbed.Evaluation, found.Evaluation);
        }
    }

    /// <summary>Retraining keeps running statistics, which are part of the run.</summary>
    [Theory]
    [InlineData("cnn")]
    [InlineData(Sample)]
    public void Retraining_StoppedAndTakenUpByAnotherModule_EndsWithTheSameBits(string name)
    {
        using GlyphStudy study = new(200);
        using TemporaryFolder folder = new();
        RunResult undisturbed = new CheckpointedRun("", Setting(study, File(name))).UndisturbedRetraining();
        CheckpointedRun run = new(folder.Path, Setting(study, File(name)));
        run.StopAt(4, retraining: true).Dispose();
        using CheckpointRecorder resumed = new();

        RunResult found = (run with { Setting = Setting(study, File(name)) }).Retrain(resumed);

        Assert.Equal([4], resumed.Restored);
        Assert.Equal(undisturbed.Evaluation, found.Evaluation);
    }

    /// <summary>All threads of a process share libtorch's generator, which dropout draws from.</summary>
    [Theory]
    [InlineData("cnn")]
    [InlineData(Sample)]
    public void Runs_SideBySide_HaveTheBitsOfRunsAlone(string name)
    {
        using GlyphStudy study = new(200);
        HypergradientResult Run(int replica)
        {
            TorchTests.Prepare();
            return Learn(Setting(study, File(name)) with { Reverse = AdjointMemory.All }, new RunSeeds(1, replica, 0));
        }

        HypergradientResult[] alone = [.. Enumerable.Range(0, 3).Select(Run)];
        HypergradientResult[] together = new HypergradientResult[3];
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(replica => new Thread(() => together[replica] = Run(replica)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First.Hypergradient.Select(BitConverter.DoubleToInt64Bits), pair.Second.Hypergradient.Select(BitConverter.DoubleToInt64Bits)));
        Assert.NotEqual(alone[0].Evaluation.Loss, alone[1].Evaluation.Loss);
    }

    [Fact]
    public void Weights_OfAModuleThatDrawsThem_DependOnTheSeed_AndOthersAreThoseOfTheFile()
    {
        using DisposeScope scope = NewDisposeScope();
        Network drawn = Load(files.Of("drawn.pt"));
        Network stored = Load(files.Of("gpt.pt"));

        Assert.Equal((true, false), (drawn.DrawsOwnWeights, stored.DrawsOwnWeights));
        Assert.True(drawn.OwnWeights!(1).allclose(drawn.OwnWeights!(1), 0, 0));
        Assert.False(drawn.OwnWeights!(1).allclose(drawn.OwnWeights!(2), 0, 0));
        Assert.True(stored.OwnWeights!(1).allclose(stored.OwnWeights!(2), 0, 0));
    }

    [Fact]
    public void Names_AreTheModulesOwn()
    {
        Network network = Load(files.Of("cnn.pt"));

        Assert.Equal(["conv.weight", "conv.bias", "norm.weight", "norm.bias", "head.weight", "head.bias"], network.Layout.Names);
        Assert.Equal(
            [ParameterRole.Weight, ParameterRole.Bias, ParameterRole.NormalisationScale, ParameterRole.Bias, ParameterRole.Weight, ParameterRole.Bias],
            network.Layout.Shapes.Select(shape => shape.Role));
    }

    /// <summary>What a batch in training mode leaves in the buffers, and evaluation mode uses.</summary>
    [Theory]
    [InlineData("cnn")]
    [InlineData("gpt")]
    [InlineData("lstm")]
    [InlineData("tied")]
    public void Statistics_AfterABatch_AreThoseOfPyTorch(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Load(files.Of($"{name}.pt"));
        using NormalisationStatistics statistics = new(network, ScalarType.Float64, CPU);
        (Tensor images, Tensor labels) = Inputs();
        Tensor weights = network.OwnWeights!(0);

        for (int batch = 0; batch < (name == "cnn" ? 2 : 1); batch++)
        {
            network.Forward(weights, images, statistics, training: true, noise: 3);
        }

        // Two batches in all: PyTorch judged the first one with normalisation in training mode, too.
        double found = nn.functional.cross_entropy(network.Forward(weights, images, statistics, training: false), labels).item<double>();
        using JsonDocument said = JsonDocument.Parse(System.IO.File.ReadAllText(files.Of($"{name}.json")));
        Assert.Equal(said.RootElement.GetProperty("evaluated").GetDouble(), found, 1e-12);
    }

    /// <summary>A head of zeros hides at first what dropout before it draws.</summary>
    [Fact]
    public void Noise_ThatTheFirstWeightsHide_IsOfTheSeed()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Load(files.Of("tied.pt"));
        (Tensor images, _) = Inputs();
        Tensor weights = ones(network.Layout.Count, ScalarType.Float64);

        Assert.Equal(["first.weight", "first.bias", "second.bias", "head.weight", "head.bias"], network.Layout.Names);
        Assert.True(network.Forward(weights, images, noise: 1).allclose(network.Forward(weights, images, noise: 1), 0, 0));
        Assert.False(network.Forward(weights, images, noise: 1).allclose(network.Forward(weights, images, noise: 2), 0, 0));
        Assert.True(network.Forward(weights, images).allclose(network.Forward(weights, images), 0, 0));
    }

    [Theory]
    [InlineData("no-parameters.pt", "has no parameters, so there is nothing to train")]
    [InlineData("two-outputs.pt", "returns several values; expected one tensor")]
    [InlineData("wrong-classes.pt", "returns Float32 of shape [2, 7]; expected logits of shape [2, 10], one for each class")]
    [InlineData("wrong-inputs.pt", "cannot be evaluated on inputs of shape [2, 1, 28, 28]")]
    [InlineData("frozen.pt", "the parameter head.bias is frozen (requires_grad is False)")]
    [InlineData("not-finite.pt", "output at the weights in its file is not finite")]
    [InlineData("integers.pt", "returns Int64 of shape [2, 10]; expected logits")]
    [InlineData("fused-attention.pt", "uses scaled_dot_product_attention, which cannot be differentiated twice; write the attention out")]
    [InlineData("cnn.json", "is not a TorchScript module")]
    [InlineData("absent.pt", "there is no file")]
    public void File_ThatCannotBeTrained_IsRefusedWithTheReason(string name, string reason)
    {
        string path = name == "absent.pt" ? name : files.Of(name);

        FdsException fault = Assert.Throws<FdsException>(() => ScriptNetwork.Load(path, ExampleForm.OfImages(1, 28, 28, 10), Loss.CrossEntropy, ScalarType.Float32, CPU));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static HypergradientResult Learn(TrainingSetting setting, RunSeeds seeds) =>
        HypergradientRun.Execute(setting, Schedules, _ => true, seeds, cancellationToken: TestContext.Current.CancellationToken);

    private static Network Load(string path) => path == Programs.SampleModule
        ? AssemblyNetwork.Load(new(path, null), ExampleForm.OfImages(1, 28, 28, 10), Loss.CrossEntropy, ScalarType.Float64, CPU)
        : ScriptNetwork.Load(path, ExampleForm.OfImages(1, 28, 28, 10), Loss.CrossEntropy, ScalarType.Float64, CPU, byOwnLoss: Path.GetFileName(path) == "focal.pt");

    private string File(string name) => name == Sample ? Programs.SampleModule : files.Of($"{name}.pt");

    /// <summary>A setting with a module of its own, as every process has.</summary>
    private static TrainingSetting Setting(GlyphStudy study, string path) => study.Setting(Steps) with
    {
        Network = Load(path),
        Type = ScalarType.Float64,
        WeightScheme = WeightScheme.File,
    };

    private static (Tensor Images, Tensor Labels) Inputs()
    {
        Tensor place = arange(8 * 28 * 28, ScalarType.Float64);
        return (place.mul(0.37.ToScalar()).sin().view(8, 1, 28, 28), arange(8, ScalarType.Int64));
    }

    private static void Same(JsonElement said, Tensor found)
    {
        double[] expected = [.. said.EnumerateArray().Select(value => value.GetDouble())];
        Tensor place = arange(found.shape[0], ScalarType.Float64);
        double[] seen = [found.norm().item<double>(), .. Enumerable.Range(1, 4).Select(wave => (found * place.mul((0.7 * wave).ToScalar()).add(((double)wave).ToScalar(), 1.ToScalar()).sin()).sum().item<double>())];
        Assert.All(expected.Zip(seen), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * Math.Max(1, expected[0])));
    }
}
