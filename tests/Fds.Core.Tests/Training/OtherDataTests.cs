using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Arrays;
using Fds.Core.Losses;
using Fds.Core.Networks.Scripts;
using Fds.Core.Schedules;
using Fds.Core.Tests.Networks.Scripts;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>Whole runs on real targets and on texts.</summary>
public sealed class OtherDataTests
{
    private const double LearningRate = 0.05;
    private static readonly RunSeeds Seeds = new(StudySeed: 5, Replica: 0, OuterStep: 0);

    public OtherDataTests() => TorchTests.Prepare();

    public static TheoryData<string> Problems => ["regression", "regression by PyTorch", "text by PyTorch"];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Hypergradient_ByBothModes_AgreesWithCentralDifferences(string problem)
    {
        using DeviceData data = OtherData.Load(problem);
        TrainingSetting setting = OtherData.Setting(problem, data);
        const double Difference = 1e-5;

        HypergradientResult forward = Run(setting, LearningRate);
        HypergradientResult reverse = Run(setting with { Reverse = AdjointMemory.All }, LearningRate);

        Assert.Equal(RunEnding.Completed, forward.Ending);
        double expected = (Run(setting, LearningRate + Difference).Evaluation.Loss - Run(setting, LearningRate - Difference).Evaluation.Loss) / (2 * Difference) / OtherData.Steps;
        Assert.True(Math.Abs(expected - forward.Hypergradient[0]) < 1e-6 * Math.Abs(expected), $"{expected} and {forward.Hypergradient[0]}");
        Assert.True(Math.Abs(reverse.Hypergradient[0] - forward.Hypergradient[0]) < 1e-9 * Math.Abs(expected), $"{reverse.Hypergradient[0]} and {forward.Hypergradient[0]}");
        Assert.True(double.IsFinite(forward.PriorLoss));
        Assert.True(double.IsNaN(forward.Evaluation.Accuracy), "real targets and positions have none");
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet")]
    public void BuiltInNetwork_OfSeveralClassesForAnExample_IsRefused(string name)
    {
        FdsException refusal = Assert.Throws<FdsException>(() => Core.Networks.NetworkFactory.Create(name, new ExampleForm { Input = [1, 28, 28], Classes = 2, Targets = 5 }, Loss.CrossEntropy));

        Assert.Contains("says one class for each example, but an example has 5", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Retraining_IsJudgedOnTheTestSet(string problem)
    {
        using DeviceData data = OtherData.Load(problem);
        TrainingSetting setting = OtherData.Setting(problem, data);

        RunResult result = RetrainingRun.Execute(setting, GlyphStudy.Constant(LearningRate), Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((RunEnding.Completed, data.Test.Count), (result.Ending, result.Evaluation.Examples));
        Assert.InRange(result.Evaluation.Loss, 0, 10);
        Assert.True(result.Evaluation.Variation > 0);
        Assert.True(double.IsNaN(result.Evaluation.Accuracy), "real targets and positions have none");
    }

    /// <summary>A run that never learned names the mean: that is the prior, not a collapse; one that ran away has collapsed.</summary>
    [Fact]
    public void PriorLoss_OfRealTargets_IsThatOfTheTrainingMean()
    {
        using DeviceData data = OtherData.Load("regression");
        double[] targets = ((ArrayDataset)data.Dataset).Targets.Training.Real;
        double mean = targets.Average();

        Assert.Equal(targets.Average(value => (value - mean) * (value - mean)), data.Prior.Uninformed, 12);
        Assert.Equal(0.5 * (Math.Pow(1 - mean, 2) + Math.Pow(3 - mean, 2)), data.Prior.On(tensor(new[] { 1.0, 3 }, [2, 1])).Loss, 12);
        Assert.Equal("the mean of the training targets", data.Prior.Prediction);
        Assert.Equal((1, true), (data.Prior.On(zeros(3, 1)).Classes, double.IsNaN(data.Prior.On(zeros(1, 1)).Accuracy)));
    }

    [Fact]
    public void Script_ForOtherTargetsThanItHas_IsRefusedWithTheShapes()
    {
        using DeviceData text = OtherData.Load("text by PyTorch");
        using DeviceData table = OtherData.Load("regression");

        Assert.Contains("expected real numbers of shape [2, 3], one for each target", Refusal("reals.pt", table.Dataset.Form with { Targets = 3 }, Loss.SquaredError), StringComparison.Ordinal);
        Assert.Contains("returns Float64 of shape [2, 7, 65]; expected logits of shape [2, 7, 66] or [14, 66], one for each class at every position", Refusal("chars.pt", text.Dataset.Form with { Vocabulary = 65, Classes = 66 }, Loss.CrossEntropy), StringComparison.Ordinal);
        Assert.Contains("cannot be evaluated on inputs of int64 tokens of shape [2, 7]", Refusal("chars.pt", text.Dataset.Form with { Vocabulary = 10_000_000, Classes = 65 }, Loss.CrossEntropy), StringComparison.Ordinal);

        static string Refusal(string file, ExampleForm form, Loss loss) =>
            Assert.Throws<FdsException>(() => ScriptNetwork.Load(ScriptFiles.Committed(file), form, loss, ScalarType.Float64, CPU)).Message;
    }

    private static HypergradientResult Run(TrainingSetting setting, double learningRate) => HypergradientRun.Execute(
        setting, GlyphStudy.Constant(learningRate), kind => kind == HyperparameterKind.LearningRate, Seeds, cancellationToken: TestContext.Current.CancellationToken);
}
