using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>Groups of parameters with schedules of their own.</summary>
public sealed class GroupsTests
{
    [Theory]
    [InlineData("mlp", "dense1 dense2 dense3")]
    [InlineData("lenet", "conv1 conv2 dense1 dense2 dense3")]
    [InlineData("lenet-bn", "conv1 conv2 dense1 dense2 dense3 norms")]
    [InlineData("wrn-10-1", "conv1 conv2 conv3 conv4 conv5 conv6 conv7 conv8 conv9 dense1 norms")]
    [InlineData("wrn-10-2", "conv1 conv2 conv3 conv4 conv5 conv6 conv7 conv8 conv9 conv10 dense1 norms")]
    public void Layers_OfAModel_AreAGroupEachAndOneForTheNormalisations(string model, string names)
    {
        StudySpecification study = Read("groups: layers", model);

        Assert.Equal(names.Split(' '), study.Groups.Select(group => group.Name));
        Assert.Equal(ParameterNames.Of(new() { Name = model }).Order(), study.Groups.SelectMany(group => group.Parameters).Order());
        Assert.Equal(["conv1.weight", "conv1.bias"], Read("groups: layers", "lenet").Groups[0].Parameters);
    }

    [Fact]
    public void Groups_OfEveryLearnedKind_HaveItsWindowsEach_AndThoseWithoutPerGroupShareIt()
    {
        StudySpecification study = Read("groups: layers", momentum: "momentum: {windows: 2, initial: [0.5, 0.9], perGroup: false}");
        HyperparameterSpecification rate = study.Hyperparameters.LearningRate;

        Assert.Equal([2, 2, 2], rate.GroupWindows);
        Assert.Equal((6, 2, 3), (rate.Initial.Length, rate.Windows, rate.Groups));
        Assert.Equal([new(0, 0, 2), new(0, 1, 2), new(1, 0, 2), new(1, 1, 2), new(2, 0, 2), new(2, 1, 2)], rate.Places);
        Assert.Equal((false, 1), (study.Hyperparameters.Momentum.IsGrouped, study.Hyperparameters.Momentum.Groups));
        Assert.Equal([0.5, 0.9], study.Hyperparameters.Momentum.Initial);
        Assert.False(study.Hyperparameters.WeightDecay.IsGrouped, "a kind that is not learned is the same for all");
    }

    [Fact]
    public void Group_WithWindowsOfItsOwn_HasThoseAndTheOthersTheKinds()
    {
        StudySpecification study = Read("groups: [{name: biases, parameters: \"*.bias\", learningRate: {windows: 1}}, {name: first, parameters: [dense1.*]}]");

        Assert.Equal(["biases", "first", "others"], study.Groups.Select(group => group.Name));
        Assert.Equal([["dense1.bias", "dense2.bias", "dense3.bias"], ["dense1.weight"], ["dense2.weight", "dense3.weight"]], study.Groups.Select(group => group.Parameters.AsEnumerable()));
        Assert.Equal([1, 2, 2], study.Hyperparameters.LearningRate.GroupWindows);
        Assert.Equal([new(0, 0, 1), new(1, 0, 2), new(1, 1, 2), new(2, 0, 2), new(2, 1, 2)], study.Hyperparameters.LearningRate.Places);
    }

    [Theory]
    [InlineData("0.25", "0.25 0.25 0.25 0.25 0.25 0.25")]
    [InlineData("[0.5, 0.25]", "0.5 0.25 0.5 0.25 0.5 0.25")]
    [InlineData("[1, 2, 3, 4, 5, 6]", "1 2 3 4 5 6")]
    [InlineData("{shape: linear, peak: 1}", "0.75 0.25 0.75 0.25 0.75 0.25")]
    [InlineData("{schedule: [1, 2, 3, 4]}", "2 4 2 4 2 4")]
    [InlineData("{schedule: [3]}", "3 3 3 3 3 3")]
    [InlineData("{schedule: {dense3: [5, 6], dense1: [1, 2, 3], dense2: [4], more: [9]}}", "1 3 4 4 5 6")]
    public void Initial_OfGroups_IsOneForAllOrOneForEachWindowOrForEachOfAllGroups(string initial, string expected)
    {
        StudySpecification study = Read("groups: layers", initial: initial);

        Assert.Equal(expected, string.Join(' ', study.Hyperparameters.LearningRate.Initial.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Groups_ThatAreOneOfAllParameters_AreNone()
    {
        StudySpecification study = Read("groups: [{name: all, parameters: \"*\"}]");

        Assert.Empty(study.Groups);
        Assert.False(study.Hyperparameters.LearningRate.IsGrouped);
    }

    [Theory]
    [InlineData("groups: layer", "expected none, layers, or a list of groups such as [{name: norms, parameters: \"norm*\"}]. Did you mean 'layers'?")]
    [InlineData("groups: []", "expected none, layers, or a list of groups")]
    [InlineData("groups: {name: a}", "expected none, layers, or a list of groups")]
    [InlineData("groups: [a]", "found 'a'; expected a group with name and parameters")]
    [InlineData("groups: [{name: a}]", "expected a group with name and parameters")]
    [InlineData("groups: [{name: a, parameter: \"*\"}]", "found 'parameter'; expected name, parameters, learningRate, momentum, weightDecay, beta1, beta2. Did you mean 'parameters'?")]
    [InlineData("groups: [{name: A b, parameters: \"*\"}]", "found 'A b'; expected a DNS label")]
    [InlineData("groups: [{name: a, parameters: []}]", "expected a pattern of parameter names, e.g. conv1.* or *.bias, or a list of 1 to 1000 of such values")]
    [InlineData("groups: [{name: a, parameters: dense1.*, learningRate: {step: 1}}]", "expected {windows: N} alone: all else is the same for every group")]
    [InlineData("groups: [{name: a, parameters: dense1.*, learningRate: {windows: 0}}]", "found '0'; expected a whole number from 1 to 1000")]
    [InlineData("groups: [{name: a, parameters: conv9.*}]", "expected patterns that match parameters of mlp, but 'conv9.*' matches none of dense1.weight, dense1.bias, dense2.weight")]
    [InlineData("groups: [{name: a, parameters: dense1.*}, {name: a, parameters: dense2.*}]", "expected different names, and none called others")]
    [InlineData("groups: [{name: others, parameters: dense1.*}]", "expected different names, and none called others")]
    [InlineData("groups: [{name: a, parameters: dense1.*}, {name: b, parameters: dense1.bias}]", "every parameter that 'b' asks for belongs to a group before it")]
    [InlineData("groups: layers\n  methods: [rtho]", "expected none with a greedy method or fluctuation")]
    [InlineData("groups: layers\n  fluctuation: {runs: 3}", "expected none with a greedy method or fluctuation")]
    [InlineData("groups: layers\n  outer: {pruning: {mode: truncate, ratio: 0.5}}", "expected none with outer.pruning")]
    public void Groups_WhenTheyAreNoGroups_AreRefusedInAWord(string groups, string expected)
    {
        StudyFileReading reading = StudyFileReader.Read(Text(groups, "mlp", "momentum: {windows: 1}", "0.5"), "f");

        StudyFault fault = Assert.Single(reading.Faults);
        Assert.Contains(expected, fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("spec.groups", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Initial_OfAnotherNumberThanTheWindows_IsRefused()
    {
        StudyFileReading reading = StudyFileReader.Read(Text("groups: layers", "mlp", "momentum: {windows: 1}", "[1, 2, 3]"), "f");

        Assert.Contains("expected one value, one for each window, or one for each of the 6 windows of all groups", Assert.Single(reading.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Schedule_OfOtherGroups_IsRefusedByTheOneThatIsMissing()
    {
        StudyFileReading reading = StudyFileReader.Read(Text("groups: layers", "mlp", "momentum: {windows: 1}", "{schedule: {dense1: [1], dense3: [1]}}"), "f");

        Assert.Contains("expected values for every group, but the schedule has none for dense2", Assert.Single(reading.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Initial_InWhateverForm_IsAnotherStudy()
    {
        string[] forms = ["0.5", "[0.5]", "{shape: constant, peak: 0.5}", "{shape: cosine, peak: 0.5}", "{schedule: [0.5]}", "{schedule: {dense1: [0.5], dense2: [0.5], dense3: [0.5]}}", "auto"];
        string[] read = [.. forms.Select(form => StudyFileReader.Values(Text("groups: layers", "mlp", "momentum: {windows: 1}", form))!["spec.hyperparameters.learningRate.initial"])];

        Assert.Equal(["[0.5]", "[0.5]", "{\"shape\":\"constant\",\"peak\":0.5}", "{\"shape\":\"cosine\",\"peak\":0.5}", "{\"schedule\":[0.5]}", "{\"schedule\":{\"dense1\":[0.5],\"dense2\":[0.5],\"dense3\":[0.5]}}", "auto"], read);
    }

    private static StudySpecification Read(string groups, string model = "mlp", string momentum = "momentum: {windows: 1}", string initial = "0.5")
    {
        StudyFileReading reading = StudyFileReader.Read(Text(groups, model, momentum, initial), "f");
        Assert.Equal([], reading.Faults.Select(fault => fault.ToString()));
        return reading.Specification!;
    }

    private static string Text(string groups, string model, string momentum, string initial) =>
        $$"""
        apiVersion: fds/v1
        kind: Study
        metadata:
          name: grouped
        spec:
          data: {name: glyphs}
          model: {name: {{model}}}
          inner: {batchSize: 32, epochs: 1}
          hyperparameters:
            learningRate: {windows: 2, initial: {{initial}}, range: [0, 10]}
            {{momentum}}
          {{groups}}
        """;
}
