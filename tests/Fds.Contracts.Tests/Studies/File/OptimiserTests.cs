using System.Text.Json;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>The kinds that a study has by its optimiser.</summary>
public sealed class OptimiserTests
{
    [Fact]
    public void Kinds_OfAdamW_BeginWhereItsUsersDoAndHaveItsScales()
    {
        StudySpecification study = Read("adamw", "learningRate: {windows: 3}", "beta2: {windows: 2}", "weightDecay: {}");

        Assert.Equal([HyperparameterKind.LearningRate, HyperparameterKind.WeightDecay, HyperparameterKind.Beta1, HyperparameterKind.Beta2], study.Kinds);
        Assert.Equal([1e-3, 1e-3, 1e-3], study.Hyperparameters.LearningRate.Initial);
        Assert.Equal((ValueScale.Log, 1e-5, 0.1), Range(HyperparameterKind.LearningRate));
        Assert.Equal((ValueScale.Log1m, 0.9, 0.9999), Range(HyperparameterKind.Beta2));
        Assert.Equal((ValueScale.Log, 1e-4, 1.0), Range(HyperparameterKind.WeightDecay));
        Assert.Equal([0.999, 0.999], study.Hyperparameters.Beta2.Initial);
        Assert.Equal(0.9, Assert.Single(study.Hyperparameters.Beta1.Initial));
        Assert.False(study.Hyperparameters.Beta1.Learn, "absent, it stays at 0.9");
        Assert.Equal(0, Assert.Single(Read("adamw", "learningRate: {windows: 3}").Hyperparameters.WeightDecay.Initial));
        Assert.Throws<ArgumentOutOfRangeException>(() => study.Hyperparameters[HyperparameterKind.Momentum]);

        (ValueScale Scale, double Minimum, double Maximum) Range(HyperparameterKind kind) =>
            (study.Hyperparameters[kind].Scale, study.Hyperparameters[kind].Minimum, study.Hyperparameters[kind].Maximum);
    }

    [Theory]
    [InlineData("sgd", 3)]
    [InlineData("nesterov", 3)]
    [InlineData("adamw", 4)]
    public void Map_ToJson_HasTheKindsThatThereAre(string optimiser, int kinds)
    {
        StudySpecification study = Read(optimiser, "learningRate: {windows: 3}");

        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(KindMap.Of(study.Kinds, kind => study.Hyperparameters[kind].Initial)));

        Assert.Equal(study.Kinds.Select(kind => kind.FieldName()), json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(kinds, study.Kinds.Length);
        Assert.Equal(study.Hyperparameters.LearningRate.Initial, json.RootElement.GetProperty("learningRate").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Theory]
    [InlineData("adamw", "momentum: {windows: 1}", "spec.hyperparameters.momentum: found a mapping; expected none with inner.optimiser adamw, which has learningRate, weightDecay, beta1, beta2.")]
    [InlineData("sgd", "beta2: {windows: 1}", "spec.hyperparameters.beta2: found a mapping; expected none with inner.optimiser sgd, which has learningRate, momentum, weightDecay.")]
    [InlineData("adamw", "beta1: {initial: 1}", "spec.hyperparameters.beta1.initial: found '1'; expected a number from 0 to below 1")]
    [InlineData("adamw", "beta2: {range: [0.9, 1]}", "spec.hyperparameters.beta2.range: found '1'; expected a number from 0 to below 1")]
    [InlineData("adamw", "weightDecay: {range: [0, 1]}", "spec.hyperparameters.weightDecay.range: found [0, 1]; expected a lower end above 0, such as 0.0001")]
    public void Kind_ThatTheOptimiserHasNot_OrOfValuesThatItCannotHave_IsRefusedInAWord(string optimiser, string kind, string expected) =>
        Assert.Contains(expected, Assert.Single(Result(optimiser, ["learningRate: {windows: 1}", kind], "").Faults).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("adamw", "groups: [{name: a, parameters: dense1.*, momentum: {windows: 1}}]", "spec.groups: found a list of 1; expected windows of learningRate, weightDecay, beta1, beta2: inner.optimiser adamw has no momentum.")]
    [InlineData("adamw", "greedy: {momentumStep: 0.1}", "spec.greedy.momentumStep: found '0.1'; expected null with inner.optimiser adamw, which has no momentum.")]
    [InlineData("sgd", "greedy: {beta1Step: 0.1}", "spec.greedy.beta1Step: found '0.1'; expected null with inner.optimiser sgd, which has no beta1.")]
    [InlineData("nesterov", "methods: [rtho]", "spec.inner.optimiser: found 'nesterov'; expected sgd or adamw with a greedy method or fluctuation.")]
    public void Section_ThatSpeaksOfAKindThatTheOptimiserHasNot_IsRefusedInAWord(string optimiser, string line, string expected) =>
        Assert.Contains(expected, Assert.Single(Result(optimiser, ["learningRate: {windows: 1}"], line).Faults).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void LabelSmoothing_IsAKindOfItsOwn_ThatAllParametersShare(string optimiser)
    {
        StudySpecification plain = Read(optimiser, "learningRate: {windows: 3}");
        StudySpecification study = Result(optimiser, ["learningRate: {windows: 3}", "labelSmoothing: {windows: 2}"], "groups: layers").Specification!;

        Assert.Equal(plain.Kinds.Add(HyperparameterKind.LabelSmoothing), study.Kinds);
        HyperparameterSpecification smoothing = study.Hyperparameters.LabelSmoothing;
        Assert.Equal([0.1, 0.1], smoothing.Initial);
        Assert.Equal((ValueScale.Linear, 0, 0.5, 0.05), (smoothing.Scale, smoothing.Minimum, smoothing.Maximum, smoothing.Step));
        Assert.False(smoothing.IsGrouped);
        Assert.True(study.Hyperparameters.LearningRate.IsGrouped);
        Assert.Throws<ArgumentOutOfRangeException>(() => plain.Hyperparameters[HyperparameterKind.LabelSmoothing]);
    }

    [Theory]
    [InlineData("labelSmoothing: {initial: 1}", "", "spec.hyperparameters.labelSmoothing.initial: found '1'; expected a number from 0 to below 1")]
    [InlineData("labelSmoothing: {perGroup: true}", "", "spec.hyperparameters.labelSmoothing.perGroup: found 'true'; expected none: the loss has one schedule, which all parameters share.")]
    [InlineData("labelSmoothing: {scale: log, initial: 0.1}", "", "spec.hyperparameters.labelSmoothing.range: found a mapping; expected a lower end above 0, such as 0.01: 0 has no place on the scale log.")]
    [InlineData("labelSmoothing: {initial: auto}", "", "spec.hyperparameters.labelSmoothing.initial: found 'auto'; expected values: fds finds a start for the kinds of the optimiser.")]
    [InlineData("labelSmoothing: {}", "methods: [rtho]", "expected no labelSmoothing with a greedy method or fluctuation: greedy hypergradients are those of what the optimiser has.")]
    [InlineData("labelSmoothing: {}", "groups: [{name: a, parameters: dense1.*, labelSmoothing: {windows: 1}}]", "spec.groups: found 'labelSmoothing'")]
    public void LabelSmoothing_WhereItHasNoMeaning_IsRefusedInAWord(string kind, string line, string expected) =>
        Assert.Contains(expected, Assert.Single(Result("sgd", ["learningRate: {windows: 1}", kind], line).Faults).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("{name: mlp, loss: mse}", "expected no labelSmoothing with model.loss mse: only classes can be smoothed.")]
    [InlineData("{name: torchscript, path: a.pt, loss: own}", "expected no labelSmoothing with model.loss own, which is given the classes as they are.")]
    public void LabelSmoothing_OfALossThatHasNone_IsRefusedInAWord(string model, string expected) => Assert.Contains(
        expected,
        Assert.Single(StudyFileReader.Read(
            $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: real}
            spec:
              data: {name: table, path: a.csv}
              model: {{model}}
              inner: {batchSize: 32, steps: 20}
              hyperparameters: {"learningRate": {}, "labelSmoothing": {} }
              outer: {rule: adam}
            """,
            "real.yaml").Faults).ToString(),
        StringComparison.Ordinal);

    private static StudySpecification Read(string optimiser, params string[] kinds)
    {
        StudyFileReading result = Result(optimiser, kinds, "");
        Assert.Empty(result.Faults);
        return result.Specification!;
    }

    private static StudyFileReading Result(string optimiser, string[] kinds, string line) => StudyFileReader.Read(
        $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: optimiser}
        spec:
          data: {name: glyphs}
          model: {name: mlp}
          inner: {batchSize: 32, steps: 20, optimiser: {{optimiser}}}
          hyperparameters: {{{string.Join(", ", kinds)}}}
          outer: {rule: adam}
          {{line}}
        """,
        "study.yaml");
}
