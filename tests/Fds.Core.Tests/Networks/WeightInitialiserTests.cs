using Fds.Core.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks;

/// <summary>
/// Statistics are taken over the 50,176 weights of an mlp's first layer (784 inputs, 64 outputs). The standard error of its
/// standard deviation is 0.32 % and that of its mean 0.45 % of a standard deviation; bounds are five of those.
/// </summary>
public sealed class WeightInitialiserTests
{
    private const double DeviationTolerance = 5 * 0.0032;
    private const double MeanTolerance = 5 * 0.0045;

    private static readonly Network Mlp = NetworkFactory.Create("mlp", 1, 28, 28, 10);
    private static readonly Network Normalised = NetworkFactory.Create("lenet-bn", 1, 28, 28, 10);

    public WeightInitialiserTests() => TorchTests.Prepare();

    public static TheoryData<WeightScheme, double, double> Deviations() => new()
    {
        { WeightScheme.Xavier, 1, Math.Sqrt(2.0 / (784 + 64)) },
        { WeightScheme.Xavier, 2, 2 * Math.Sqrt(2.0 / (784 + 64)) },
        { WeightScheme.Kaiming, Math.Sqrt(2), Math.Sqrt(2.0 / 784) },
        { WeightScheme.Kaiming, 1, Math.Sqrt(1.0 / 784) },
        { WeightScheme.Normal, 0.03, 0.03 },
        { WeightScheme.Default, 1, 1 / Math.Sqrt(3 * 784) },
    };

    [Theory]
    [MemberData(nameof(Deviations))]
    public void Draw_OfALargeLayer_HasTheSchemesMeanAndDeviation(WeightScheme scheme, double gain, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Mlp.Layout.View(Draw(Mlp, scheme, gain), 0);

        Assert.InRange(weights.std().item<double>() / expected, 1 - DeviationTolerance, 1 + DeviationTolerance);
        Assert.InRange(weights.mean().item<double>() / expected, -MeanTolerance, MeanTolerance);
    }

    /// <summary>A kernel's fans count its area: 6·25 in and 16·25 out of the second convolution, whose 2,400 weights have an error of 1.44 %.</summary>
    [Theory]
    [InlineData(WeightScheme.Xavier, 2.0 / (150 + 400))]
    [InlineData(WeightScheme.Kaiming, 1.0 / 150)]
    public void Draw_OfAConvolution_CountsTheKernelsAreaInItsFans(WeightScheme scheme, double variance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Normalised.Layout.View(Draw(Normalised, scheme, 1), 4);

        Assert.Equal([16, 6, 5, 5], weights.shape);
        Assert.InRange(weights.std().item<double>() / Math.Sqrt(variance), 1 - (5 * 0.0144), 1 + (5 * 0.0144));
    }

    [Fact]
    public void Draw_Orthogonal_HasOrthonormalRowsOrColumnsTimesTheGain()
    {
        const double Gain = 1.5;
        using DisposeScope scope = NewDisposeScope();
        foreach (Network network in new[] { Mlp, Normalised })
        {
            Tensor weights = Draw(network, WeightScheme.Orthogonal, Gain);
            for (int i = 0; i < network.Layout.Shapes.Length; i++)
            {
                if (network.Layout.Shapes[i].Role != ParameterRole.Weight)
                {
                    continue;
                }

                Tensor matrix = network.Layout.View(weights, i).flatten(1);
                Tensor product = matrix.shape[0] <= matrix.shape[1] ? matrix.mm(matrix.t()) : matrix.t().mm(matrix);
                double error = (product - (Gain * Gain * eye(product.shape[0], dtype: ScalarType.Float64))).abs().max().item<double>();
                Assert.True(error < 1e-12, $"{network.Name}, parameter {i}: {error:E2} from orthonormal.");
            }
        }
    }

    [Theory]
    [InlineData(WeightScheme.Xavier)]
    [InlineData(WeightScheme.Kaiming)]
    [InlineData(WeightScheme.Normal)]
    [InlineData(WeightScheme.Orthogonal)]
    [InlineData(WeightScheme.Zero)]
    [InlineData(WeightScheme.Default)]
    public void Draw_OfEveryRole_StartsScalesAtOneAndShiftsAtZero(WeightScheme scheme)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Draw(Normalised, scheme, 1);
        for (int i = 0; i < Normalised.Layout.Shapes.Length; i++)
        {
            ParameterShape shape = Normalised.Layout.Shapes[i];
            Tensor values = Normalised.Layout.View(weights, i);
            bool isDrawn = scheme != WeightScheme.Zero && (shape.Role == ParameterRole.Weight || (shape.Role == ParameterRole.Bias && scheme == WeightScheme.Default));
            if (isDrawn)
            {
                Assert.Equal(shape.Count, values.unique().output.shape[0]);
            }
            else
            {
                Assert.Equal(full_like(values, shape.Role == ParameterRole.NormalisationScale ? 1 : 0), values);
            }
        }
    }

    [Fact]
    public void Draw_Default_StaysWithinAndNearlyReachesItsBounds()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Draw(Mlp, WeightScheme.Default, 1);

        Assert.InRange(Mlp.Layout.View(weights, 0).abs().max().item<double>() * Math.Sqrt(784), 0.999, 1);
        Assert.InRange(Mlp.Layout.View(weights, 1).abs().max().item<double>() * Math.Sqrt(784), 0.8, 1);
        Assert.InRange(Mlp.Layout.View(weights, 2).abs().max().item<double>() * Math.Sqrt(64), 0.99, 1);
    }

    [Theory]
    [InlineData(WeightScheme.Xavier)]
    [InlineData(WeightScheme.Orthogonal)]
    [InlineData(WeightScheme.Default)]
    public void Draw_WithTheSameSeed_GivesTheSameBitsInEveryPrecision(WeightScheme scheme)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = Draw(Normalised, scheme, 1);
        Tensor single = Draw(Normalised, scheme, 1, ScalarType.Float32);

        Assert.Equal(first.data<double>().ToArray(), Draw(Normalised, scheme, 1).data<double>().ToArray());
        Assert.Equal(first.data<double>().Select(value => (float)value), single.data<float>().ToArray());
        Assert.NotEqual(first.data<double>().ToArray(), Draw(Normalised, scheme, 1, seed: 6).data<double>().ToArray());
    }

    private static Tensor Draw(Network network, WeightScheme scheme, double gain, ScalarType type = ScalarType.Float64, ulong seed = 5)
    {
        using Generator generator = new(seed, CPU);
        return WeightInitialiser.Draw(network.Layout, scheme, gain, generator, type, CPU);
    }
}
