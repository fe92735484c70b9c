using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>Whatever is wrong with a study file is named, all of it, and nothing throws.</summary>
public sealed class MalformedStudyTests
{
    public static TheoryData<string> Names() => [.. MalformedStudies.All.Select(study => study.Name)];

    [Fact]
    public void GoodStudy_WhenRead_HasNoFault() => Assert.Empty(StudyFileReader.Read(MalformedStudies.Good, "good.yaml").Faults);

    [Fact]
    public void Cases_AreManyAndDistinct()
    {
        Assert.True(MalformedStudies.All.Count >= 60, $"{MalformedStudies.All.Count} cases.");
        Assert.Equal(MalformedStudies.All.Count, MalformedStudies.All.Select(study => study.Text).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MalformedStudy_WhenRead_NamesEveryFaultAndNoOther(string name)
    {
        MalformedStudy study = MalformedStudies.Named(name);
        StudyFileReading reading = StudyFileReader.Read(study.Text, "bad.yaml");

        Assert.Null(reading.Specification);
        Assert.False(reading.IsValid);
        Assert.Equal(study.Paths.Order(StringComparer.Ordinal), reading.Faults.Select(fault => fault.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(reading.Faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column), reading.Faults);
        if (study.Line > 0)
        {
            Assert.Equal(study.Line, reading.Faults[0].Line);
        }

        Assert.All(reading.Faults, fault =>
        {
            Assert.StartsWith($"bad.yaml:{fault.Line}:{fault.Column}:", fault.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fault.ToString());
            Assert.EndsWith(".", fault.Message.TrimEnd('?', ' ') + ".", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("unknown data", "Did you mean 'glyphs'?")]
    [InlineData("data of no reader", "is not available in this version")]
    [InlineData("unknown method", "Did you mean 'tpe'?")]
    [InlineData("a search without end", "expected a limit on asha")]
    [InlineData("unknown initialisation", "Did you mean 'kaiming'?")]
    [InlineData("unknown kind of hyperparameter", "Did you mean 'momentum'?")]
    [InlineData("unknown field in a section", "Did you mean 'batchSize'?")]
    [InlineData("batch of 0", "found '0'; expected a whole number from 1 to 1000000")]
    [InlineData("a single run", "found '1'; expected a whole number from 2 to 1000")]
    [InlineData("measuring a comparison", "expected fds alone with fluctuation")]
    [InlineData("measuring with seeds and retraining", "its runs are the seeds")]
    [InlineData("a letter among rates", ":22:22: spec.hyperparameters.learningRate.initial: found 'O.2'; expected a number from 0 to 100.")]
    [InlineData("range of three", "found [0, 1, 2]; expected a list of 2 values, each a number from 0 to 100.")]
    [InlineData("a word", "found 'hello'; expected a mapping of fields.")]
    [InlineData("fraction of 1", "expected a number above 0 and below 1")]
    public void MalformedStudy_WhenRead_SaysWhatIsAllowed(string name, string words) =>
        Assert.Contains(StudyFileReader.Read(MalformedStudies.Named(name).Text, "bad.yaml").Faults, fault => fault.ToString().Contains(words, StringComparison.Ordinal));
}
