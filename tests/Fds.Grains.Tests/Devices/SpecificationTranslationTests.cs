using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Xunit;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;

namespace Fds.Grains.Tests.Devices;

public sealed class SpecificationTranslationTests
{
    private static readonly StudySpecification Study = TestStudies.Specification();

    [Fact]
    public void OuterHorizon_WhenTheStepsHaveNoEpochs_IsTheInnerHorizon()
    {
        Assert.Equal(Horizon.OfSteps(8), SpecificationTranslation.OuterHorizon(Study, 0));
        StudySpecification inEpochs = Study with { Inner = Study.Inner with { Steps = null, Epochs = 3 } };
        Assert.Equal(Horizon.OfEpochs(3), SpecificationTranslation.OuterHorizon(inEpochs, 7));
    }

    [Fact]
    public void OuterHorizon_WhenTheStepsHaveEpochs_TakesThemInTurnAndRepeatsTheLast()
    {
        StudySpecification listed = Study with { Outer = Study.Outer with { Epochs = [1, 10] } };

        Assert.Equal([1, 10, 10, 10], Enumerable.Range(0, 4).Select(step => SpecificationTranslation.OuterHorizon(listed, step).Epochs!.Value));
    }

    [Fact]
    public void RetrainHorizon_IsItsOwnEpochsElseTheInnerHorizon()
    {
        Assert.Equal(Horizon.OfSteps(8), SpecificationTranslation.RetrainHorizon(Study));
        Assert.Equal(Horizon.OfEpochs(5), SpecificationTranslation.RetrainHorizon(Study with { Retrain = new() { Epochs = 5 } }));
    }

    [Fact]
    public void Schedules_HaveEachKindsValues()
    {
        PerKind<Schedule> schedules = SpecificationTranslation.Schedules(Study, OuterLoop.Schedule(OuterLoop.Initial(Study)));

        Assert.Equal([0.5, 0.5], schedules[CoreKind.LearningRate].Values);
        Assert.Equal([0.75], schedules[CoreKind.Momentum].Values);
        Assert.Equal([0.25], schedules[CoreKind.WeightDecay].Values);
    }

    /// <summary>A vocabulary is what data of tokens have for classes.</summary>
    [Fact]
    public void Network_OfAGpt_HasTheStudysSizesAndTheDatasVocabulary()
    {
        StudySpecification study = Study with { Model = new() { Name = ModelSpecification.Transformer, Gpt = new() { Layers = 3, Heads = 2, Width = 10, Context = 7 } } };
        Core.Networks.Network network = SpecificationTranslation.Network(study, new(Training: 100, Test: 10, new() { Input = [7], Vocabulary = 5, Classes = 5, Targets = 7 }));

        Assert.Equal("gpt of 3 layers, 2 heads, width 10, context 7", network.Name);
        Assert.Equal([5, 10], network.Layout.Shapes[0].Shape);
        Assert.Equal([7, 10], network.Layout.Shapes[1].Shape);
    }

    [Fact]
    public void IsLearned_MeansTheSameKindOnBothSides()
    {
        Assert.True(SpecificationTranslation.IsLearned(Study, CoreKind.LearningRate));
        Assert.False(SpecificationTranslation.IsLearned(Study, CoreKind.Momentum));
        Assert.True(SpecificationTranslation.IsLearned(Study, CoreKind.WeightDecay));
        Assert.Equal(Enum.GetNames<CoreKind>(), Enum.GetNames<Contracts.Studies.HyperparameterKind>());
    }
}
