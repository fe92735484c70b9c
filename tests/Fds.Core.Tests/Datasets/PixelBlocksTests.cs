using Fds.Core.Datasets;
using Xunit;

namespace Fds.Core.Tests.Datasets;

public sealed class PixelBlocksTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(5, 7)]
    [InlineData(10, 4)]
    [InlineData(14, 4)]
    [InlineData(15, 3)]
    [InlineData(35, 1)]
    [InlineData(1000, 1)]
    public void Images_InBlocksOfAnySize_LieOneAfterAnother(int blockBytes, int blocks)
    {
        PixelBlocks pixels = new(7, 5, blockBytes);
        for (int i = 0; i < 7; i++)
        {
            pixels[i].Fill((byte)(i + 1));
        }

        Assert.Equal((blocks, 35L), (pixels.BlockCount, pixels.Length));
        Assert.Equal([.. Enumerable.Range(0, 35).Select(i => (byte)((i / 5) + 1))], pixels.ToArray());
    }

    [Fact]
    public void Array_OfNoWholeNumberOfImages_IsRefused() => Assert.Throws<ArgumentException>(() => new PixelBlocks(new byte[7], 5));
}
