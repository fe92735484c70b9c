using Fds.Core.Datasets;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Datasets;

public sealed class ValidationSplitTests
{
    [Theory]
    [InlineData(100, 0.05, 5)]
    [InlineData(100, 0.29, 28)]
    [InlineData(7, 0.5, 3)]
    public void Draw_ForAFraction_SharesOutEveryIndexOnce(int count, double fraction, int validationCount)
    {
        using var scope = NewDisposeScope();
        (Tensor training, Tensor validation) = Draw(count, fraction, seed: 1);

        Assert.Equal((ScalarType.Int64, ScalarType.Int64), (training.dtype, validation.dtype));
        Assert.Equal(validationCount, validation.shape[0]);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), training.data<long>().Concat(validation.data<long>()).Order());
    }

    [Fact]
    public void Draw_WithOneSeed_IsTheSameAndWithAnotherIsNot()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(Draw(50, 0.2, seed: 1).Validation, Draw(50, 0.2, seed: 1).Validation);
        Assert.NotEqual(Draw(50, 0.2, seed: 1).Validation, Draw(50, 0.2, seed: 2).Validation);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(100, 1)]
    [InlineData(100, double.NaN)]
    [InlineData(10, 0.05)]
    public void Draw_WhenAPartWouldBeEmpty_RefusesTheFraction(int count, double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(count, fraction, seed: 1));

    [Fact]
    public void Draw_WhenDisposedOf_LeavesNoTensorBehind()
    {
        using Generator generator = new(1, CPU);

        LiveTensors.AssertUnchanged(() =>
        {
            (Tensor training, Tensor validation) = ValidationSplit.Draw(100, 0.1, generator);
            training.Dispose();
            validation.Dispose();
        });
    }

    private static (Tensor Training, Tensor Validation) Draw(int count, double fraction, ulong seed)
    {
        using Generator generator = new(seed, CPU);
        return ValidationSplit.Draw(count, fraction, generator);
    }
}
