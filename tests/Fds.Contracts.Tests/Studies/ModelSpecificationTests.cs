using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Contracts.Tests.Studies;

public sealed class ModelSpecificationTests
{
    [Theory]
    [InlineData("mlp", Initialisation.Xavier, 1)]
    [InlineData("wrn-16-1", Initialisation.Xavier, 1)]
    [InlineData("torchscript", Initialisation.File, 1)]
    [InlineData("module", Initialisation.File, 1)]
    [InlineData("gpt", Initialisation.Normal, 0.02)]
    public void Weights_WhereAStudyDoesNotSay_AreDrawnAsTheNetworkAsks(string name, Initialisation initialisation, double gain)
    {
        Assert.Equal(initialisation, ModelSpecification.DefaultInitialisation(name));
        Assert.Equal(gain, ModelSpecification.DefaultGain(name, initialisation));
    }

    [Theory]
    [InlineData("mlp", Initialisation.Kaiming, 1.4142135623730951)]
    [InlineData("gpt", Initialisation.Kaiming, 1.4142135623730951)]
    [InlineData("gpt", Initialisation.Xavier, 1)]
    [InlineData("mlp", Initialisation.Normal, 1)]
    public void Gain_OfAScheme_DependsOnTheNetworkForNormalWeightsAlone(string name, Initialisation initialisation, double gain) =>
        Assert.Equal(gain, ModelSpecification.DefaultGain(name, initialisation));

    [Fact]
    public void Gpt_WithoutSizes_HasTheDefaultsOfStudyFiles()
    {
        GptSpecification gpt = new();

        Assert.Equal((4, 4, 64, 64), (gpt.Layers, gpt.Heads, gpt.Width, gpt.Context));
    }
}
