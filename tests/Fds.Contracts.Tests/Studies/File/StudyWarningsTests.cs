using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>Studies that are valid and cannot be meant: each is told in one line, and what is meant in none.</summary>
public sealed class StudyWarningsTests
{
    private const string Kinds = "learningRate: {initial: 0.1}";

    private const string Base = $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: study}
        spec:
          data: {name: glyphs}
          model: {name: mlp}
          inner: {batchSize: 10, steps: 60}
          hyperparameters:
            {{Kinds}}
        """;

    [Theory]
    [InlineData(Base)]
    [InlineData(MalformedStudies.Good)]
    public void Study_ThatCanBeMeant_HasNoWarning(string file) => Assert.Empty(Warnings(file));

    [Theory]
    [InlineData("momentum: {}", "learningRate: the learning rate stays at 0")]
    [InlineData("momentum: {initial: 0.5}\n    learningRate: {learn: false}", "learningRate: the learning rate stays at 0")]
    [InlineData("learningRate: {range: [0, 0]}", "learningRate: the learning rate stays at 0")]
    [InlineData("learningRate: {step: 0}\n    momentum: {}", "learningRate: the learning rate stays at 0")]
    [InlineData("learningRate: {initial: 0.1, range: [0.1, 0.1]}", "learningRate: nothing can be learned, because learningRate has the range [0.1, 0.1], which is one point.")]
    [InlineData("learningRate: {initial: 0.1, range: [0.1, 0.1]}\n    momentum: {step: 0}", ": nothing can be learned, because learningRate has the range [0.1, 0.1], which is one point and momentum has a step of 0.")]
    [InlineData("learningRate: {}\n    momentum: {initial: 0.9, range: [0.9, 0.9]}", "momentum: this kind is never learned, because it has the range [0.9, 0.9], which is one point; learn: false says the same and costs nothing.")]
    [InlineData("learningRate: {}\n    weightDecay: {step: 0}", "weightDecay: this kind is never learned, because it has a step of 0; learn: false says the same and costs nothing.")]
    [InlineData("learningRate: {step: 5}", "learningRate.step: a step of 5 is longer than the range [0, 1]: the value goes from end to end until changes of sign have shortened the step.")]
    [InlineData("learningRate: {step: 1e-9}", "learningRate.step: a step of 1E-09 moves the value by at most 1E-08 in 10 outer steps, which changes nothing.")]
    [InlineData("learningRate: {initial: 0.1, step: 1e-9}", "learningRate.step: a step of 1E-09 moves the value by at most 1E-08 in 10 outer steps, which changes nothing.")]
    public void Schedule_OfWhichNothingCanBeLearned_IsTold(string kinds, string expected) =>
        Assert.StartsWith($"spec.hyperparameters{(expected.StartsWith(':') ? "" : ".")}{expected}", Assert.Single(Warnings(Base.Replace(Kinds, kinds, StringComparison.Ordinal))), StringComparison.Ordinal);

    [Theory]
    [InlineData("learningRate: {initial: 0.1, learn: false}\n    momentum: {}")]
    [InlineData("learningRate: {initial: [0, 0.1], windows: 2, learn: false}\n    momentum: {}")]
    [InlineData("learningRate: {initial: 1e-7, step: 1e-9}")]
    [InlineData("learningRate: {step: 1}")]
    public void Schedule_ThatCanBeLearned_HasNoWarning(string kinds) => Assert.Empty(Warnings(Base.Replace(Kinds, kinds, StringComparison.Ordinal)));

    [Theory]
    [InlineData("  outer: {steps: 2, epochs: [1, 1, 1]}", "spec.outer.epochs: 3 horizons are listed for 2 outer steps: the last 1 are not used.")]
    [InlineData("  population: {members: 2, replaceEvery: 10}", "spec.population.replaceEvery: no member is ever replaced, because there are 10 outer steps.")]
    [InlineData("  retrain: {seeds: 0, epochs: 3}", "spec.retrain.epochs: nothing is retrained, because retrain.seeds is 0.")]
    [InlineData("  budget: {gradientSteps: 100}\n  seeds: {count: 2}", "spec.budget.gradientSteps: 100 gradient steps are too few for one outer step, which takes at least 120, so nothing is learned.")]
    public void Section_WithoutEffect_IsTold(string section, string expected) => Assert.Equal(expected, Assert.Single(Warnings($"{Base}\n{section}")));

    [Theory]
    [InlineData("data: {name: glyphs}", "data: {name: glyphs, augmentation: {cutout: {length: 4}}}", "spec.data.augmentation.cutout: a length of 4 with a probability of 0 cuts nothing out.")]
    [InlineData("steps: 60", "hessianProductClamp: 1, steps: 60", "spec.inner.hessianProductClamp: Hessian products that are clamped to ±1 no longer give the derivative")]
    [InlineData("model: {name: mlp}", "model: {name: mlp, initialisation: zero}", "spec.model.initialisation: weights that are all zero stay zero")]
    public void Field_WithoutEffect_IsTold(string before, string after, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Warnings(Base.Replace(before, after, StringComparison.Ordinal))), StringComparison.Ordinal);

    /// <summary>Steps are fds's alone: a search draws from the range whatever they are, and hd moves the learning rate only.</summary>
    [Theory]
    [InlineData("[tpe]", "step: 0", null)]
    [InlineData("[fds, tpe]", "step: 0", "spec.hyperparameters.learningRate.step: a step of 0 moves the value by at most 0 in 10 outer steps, which changes nothing.")]
    [InlineData("[tpe]", "range: [0.1, 0.1]", "spec.hyperparameters.learningRate: nothing can be learned")]
    public void Schedule_OfAMethod_IsJudgedByWhatThatUses(string methods, string field, string? expected)
    {
        string[] warnings = Warnings($"{Base.Replace(Kinds, $"learningRate: {{initial: 0.1, {field}}}", StringComparison.Ordinal)}\n  methods: {methods}\n  search: {{trials: 4}}");

        Assert.Equal(expected is null ? 0 : 1, warnings.Length);
        Assert.All(warnings, warning => Assert.StartsWith(expected!, warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Momentum_WithHdAlone_IsNeverLearned() => Assert.Equal(
        "spec.hyperparameters.momentum: this kind is never learned, because it is not changed by hd, which learns the learning rate; learn: false says the same and costs nothing.",
        Assert.Single(Warnings($"{Base}\n    momentum: {{}}\n  methods: [hd]")));

    [Fact]
    public void Momentum_InTheOnlyOuterStepFromALearningRateOf0_HasNoHypergradient() => Assert.Equal(
        "spec.hyperparameters.momentum: its hypergradients are 0 in the only outer step, because the learning rate is 0 in that step.",
        Assert.Single(Warnings($"{Base.Replace(Kinds, "learningRate: {}\n    momentum: {}", StringComparison.Ordinal)}\n  outer: {{steps: 1}}")));

    private static string[] Warnings(string file)
    {
        StudyFileReading reading = StudyFileReader.Read(file, "study.yaml");
        Assert.True(reading.IsValid, string.Join(Environment.NewLine, reading.Faults));
        string[] warnings = [.. StudyWarnings.Of(reading.Specification!).Select(warning => warning.ToString())];
        Assert.All(warnings, warning => Assert.DoesNotContain('\n', warning));
        return warnings;
    }
}
