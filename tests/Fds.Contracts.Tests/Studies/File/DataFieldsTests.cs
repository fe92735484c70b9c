using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>Data of one's own, and the losses.</summary>
public sealed class DataFieldsTests
{
    [Fact]
    public void Table_WithEveryField_IsRead()
    {
        DataSpecification data = Read("{name: table, path: houses.txt, target: price, separator: semicolon, header: false, categories: [city, 3], ignore: [id], testFraction: 0.2}").Data;

        Assert.Equal(("table", "houses.txt", "price", TableSeparator.Semicolon, false, 0.2), (data.Name, data.Path, data.Target, data.Separator, data.Header, data.TestFraction));
        Assert.Equal(["city", "3"], data.Categories);
        Assert.Equal(["id"], data.Ignore);
    }

    [Fact]
    public void Table_WithNothingButAPath_HasTheDefaults()
    {
        DataSpecification data = Read("{name: table, path: houses.csv}").Data;

        Assert.Equal(("last", null, true, 0.1, null), (data.Target, data.Separator, data.Header, data.TestFraction, data.Block));
        Assert.Empty(data.Categories);
        Assert.Empty(data.Ignore);
    }

    [Fact]
    public void Text_HasABlock() => Assert.Equal((64, 0.1), (Read("{name: text, path: a.txt, block: 64}").Data.Block!.Value, Read("{name: text, path: a.txt, block: 64}").Data.TestFraction));

    [Fact]
    public void Model_HasALossAndHiddenLayers()
    {
        ModelSpecification model = Read("{name: glyphs}", "{name: mlp, loss: mse, hidden: [50, 20]}").Model;

        Assert.Equal(TrainingLoss.SquaredError, model.Loss);
        Assert.Equal([50, 20], model.Hidden);
        Assert.Equal(TrainingLoss.CrossEntropy, Read("{name: glyphs}", "{name: lenet, loss: cross-entropy}").Model.Loss);
        Assert.Null(Read("{name: glyphs}").Model.Loss);
        Assert.Null(Read("{name: glyphs}", "{name: mlp, loss: auto}").Model.Loss);
        Assert.Equal(2, Read("{name: glyphs}").Model.HiddenLayers);
    }

    [Fact]
    public void Groups_OfAnMlpWithHiddenLayers_AreAsManyAsItHas() => Assert.Equal(
        ["dense1", "dense2", "dense3", "dense4"],
        Read("{name: glyphs}", "{name: mlp, hidden: [9, 9, 9]}\n  groups: layers").Groups.Select(group => group.Name));

    [Theory]
    [InlineData("{name: arrays}", "spec.data.name: found 'arrays'; expected data.path with it: the file.")]
    [InlineData("{name: text, path: a.txt}", "spec.data.name: found 'text'; expected data.block with it: the characters of an example.")]
    [InlineData("{name: table, path: a.csv, block: 8}", "spec.data.block: found '8'; expected none: only data text are cut into blocks.")]
    [InlineData("{name: arrays, path: a.npz, testFraction: 0.2}", "spec.data.testFraction: found '0.2'; expected none: only data table and text are split here; others come with a test set.")]
    [InlineData("{name: mnist, target: x}", "spec.data.target: found 'x'; expected none: only data table have columns.")]
    [InlineData("{name: mnist, categories: [x]}", "spec.data.categories: found [x]; expected none: only data table have columns.")]
    [InlineData("{name: table, path: a.csv, separator: pipe}", "spec.data.separator: found 'pipe'; expected one of comma, semicolon, tab, space, or auto.")]
    [InlineData("{name: table, path: a.csv, testFraction: 1}", "spec.data.testFraction: found '1'; expected a number above 0 and below 1.")]
    [InlineData("{name: text, path: a.txt, block: 0}", "spec.data.block: found '0'; expected a whole number from 1 to 65536, or null.")]
    [InlineData("{name: arrays, path: a.npz, augmentation: {flip: true}}", "spec.data.augmentation: found a mapping; expected none with a file of your own: only images of the data sets by name are augmented.")]
    public void Data_WithAFieldThatTheyDoNotTake_AreRefused(string data, string fault) => Assert.Equal([fault], Faults(data, "{name: mlp}"));

    [Theory]
    [InlineData("{name: lenet, hidden: [50]}", "spec.model.hidden: found [50]; expected none: only model mlp has hidden layers to choose.")]
    [InlineData("{name: mlp, hidden: []}", "spec.model.hidden: found an empty list; expected a list of 1 to 100 values, each a whole number from 1 to 65536.")]
    [InlineData("{name: mlp, loss: own}", "spec.model.loss: found 'own'; expected another one than own: only models torchscript and module bring a loss.")]
    [InlineData("{name: mlp, loss: mae}", "spec.model.loss: found 'mae'; expected one of cross-entropy, mse, own, or auto. Did you mean 'mse'?")]
    public void Model_WithAFieldThatItDoesNotTake_IsRefused(string model, string fault) => Assert.Equal([fault], Faults("{name: glyphs}", model));

    [Fact]
    public void Loss_OfTheAnalyticProblem_IsItsOwn() => Assert.Equal(
        ["spec.model.loss: found 'mse'; expected auto: the analytic problem has a loss of its own."], Faults("{name: quadratic}", "{name: quadratic, loss: mse}"));

    private static StudySpecification Read(string data, string model = "{name: mlp}") => Reading(data, model).Specification ?? throw new Xunit.Sdk.XunitException(string.Join("; ", Reading(data, model).Faults));

    private static IEnumerable<string> Faults(string data, string model) => Reading(data, model).Faults.Select(fault => string.Join(':', fault.ToString().Split(':')[3..]).Trim());

    private static StudyFileReading Reading(string data, string model) => StudyFileReader.Read(
        $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: own}
        spec:
          data: {{data}}
          model: {{model}}
          inner: {batchSize: 4, steps: 10}
          hyperparameters:
            learningRate: {windows: 2}
        """,
        "own.yaml");
}
