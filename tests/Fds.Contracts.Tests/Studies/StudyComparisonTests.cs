using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies;

/// <summary>Two files are the same study if they mean the same.</summary>
public sealed class StudyComparisonTests
{
    private static readonly StudySubmission Known = Study(MalformedStudies.Good);

    [Theory]
    [InlineData("kind: Study", "kind: Study # a comment")]
    [InlineData("batchSize: 32\n    epochs: 2", "epochs: 2\n\n    batchSize: 32")]
    [InlineData("momentum: {windows: 1}", "momentum:\n      windows: 1\n      initial: [0.0]")]
    [InlineData("name: good", "\"name\": 'good'")]
    [InlineData("initial: 0.1", "initial: [0.1, 1e-1, 0.10]")]
    [InlineData("wallClock: 2h", "wallClock: 120m")]
    [InlineData("seeds: 1", "seeds: 1\n  methods: [fds]")]
    public void Files_ThatMeanTheSame_AreOneStudy(string before, string after)
    {
        StudySubmission other = Study(MalformedStudies.Good.Replace(before, after, StringComparison.Ordinal));

        Assert.NotEqual(Known.File, other.File);
        Assert.True(StudyComparison.AreSame(Known, other));
    }

    [Theory]
    [InlineData("steps: 4", "steps: 5", "spec.outer.steps: 4 -> 5")]
    [InlineData("range: [0, 1]", "range: [0, 0.5]", "spec.hyperparameters.learningRate.range: [0,1] -> [0,0.5]")]
    [InlineData("name: lenet", "name: mlp", "spec.model.name: lenet -> mlp")]
    [InlineData("    gradientClamp: 3\n", "", "spec.inner.gradientClamp: 3 -> null")]
    [InlineData("momentum: {windows: 1}", "momentum: {windows: 2}", "spec.hyperparameters.momentum.windows: 1 -> 2")]
    [InlineData("count: 2", "count: 3\n    base: 7", "spec.seeds.base: 0 -> 7", "spec.seeds.count: 2 -> 3")]
    [InlineData("seeds: 1", "seeds: 1\n  methods: [fds, hd]", "spec.methods: [\"fds\"] -> [\"fds\",\"hd\"]")]
    [InlineData("flip: true", "flip: false", "spec.data.augmentation.flip: true -> false")]
    public void Files_ThatDiffer_DifferInTheirFields(string before, string after, params string[] differences)
    {
        StudySubmission other = Study(MalformedStudies.Good.Replace(before, after, StringComparison.Ordinal));

        Assert.False(StudyComparison.AreSame(Known, other));
        Assert.Equal(differences, StudyComparison.Differences(Known, other).Select(difference => difference.ToString()));
    }

    [Fact]
    public void Differences_WhereOneFileCannotBeReadAnyMore_AreNotKnown() =>
        Assert.Empty(StudyComparison.Differences(Known with { File = "of an earlier version" }, Known));

    private static StudySubmission Study(string file) => new() { File = file, Specification = StudyFileReader.Read(file, "study.yaml").Specification! };
}
