using Fds.Core.Datasets;
using SkiaSharp;
using Xunit;

namespace Fds.Core.Tests.Datasets.ImageFolders;

/// <summary>What is decoded, and how it comes out.</summary>
public sealed class ImageFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, byte[]> Formats => new()
    {
        { "x.webp", Picture.Webp(9, 90, 200) },
        { "x.bmp", Picture.Bmp(9, 90, 200) },
        { "x.gif", Picture.Gif(9, 90, 200) },
        { "x.png.jpg", Picture.Png(9, 90, 200) },
        { "X.WEBP", Picture.Png(9, 90, 200) },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Load_OfAnyFormatThatTheDecoderHas_GivesItsPixels(string name, byte[] content)
    {
        Write(("train/a/" + name, content));

        ImageDataset dataset = Load();

        Assert.Equal((2, 1), (dataset.Training.Count, dataset.Test.Count));
        Assert.Equal([9, 90, 200], dataset.Training.Pixels[0].ToArray().Chunk(4).Select(plane => plane[0]));
        Assert.Empty(dataset.PassedOver);
    }

    [Fact]
    public void Load_OfAnAnimation_RefusesIt()
    {
        string path = Write(("train/a/x.gif", Picture.Gif(1, 2, 3, frames: 3)));

        DatasetException refusal = Refused();

        Assert.Equal(path, refusal.File);
        Assert.EndsWith("expected one picture in a file, but found an animation of 3.", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The white quarter of the stored picture, and where it is shown: the eight orientations of EXIF.</summary>
    [Theory]
    [InlineData(1, 8, 16, true, true)]
    [InlineData(2, 8, 16, true, false)]
    [InlineData(3, 8, 16, false, false)]
    [InlineData(4, 8, 16, false, true)]
    [InlineData(5, 16, 8, true, true)]
    [InlineData(6, 16, 8, true, false)]
    [InlineData(7, 16, 8, false, false)]
    [InlineData(8, 16, 8, false, true)]
    public void Load_OfAPictureWithAnOrientation_ShowsItTurned(byte orientation, int height, int width, bool top, bool left)
    {
        byte[] turned = Picture.Turned(orientation);
        folder.Write("train/a/1.jpg", turned);
        folder.Write("train/b/1.jpg", turned);
        folder.Write("test/a/1.jpg", turned);

        ImageDataset dataset = Load();

        Assert.Equal((height, width), (dataset.Training.Height, dataset.Training.Width));
        Assert.Equal(orientation == 1 ? 0 : 3, dataset.Turned);
        ReadOnlySpan<byte> red = dataset.Training.Pixels[1][..(height * width)];
        for (int i = 0; i < red.Length; i++)
        {
            bool white = (i / width < height / 2) == top && (i % width < width / 2) == left;
            Assert.InRange(red[i], white ? 200 : 0, white ? 255 : 55);
        }
    }

    [Fact]
    public void Load_WhenOnePictureIsTurned_ComparesSizesAsTheyAreShown()
    {
        folder.Write("train/a/1.jpg", Picture.Turned(1));
        string odd = folder.Write("train/b/1.jpg", Picture.Turned(6));
        folder.Write("test/a/1.jpg", Picture.Turned(1));

        Assert.Contains("but found one of 16 x 8, rotated as its EXIF data say.", Refused(odd).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and more", "a zip archive")]
    [InlineData("  <!DOCTYPE html><html>404</html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "a pointer to a file in Git LFS")]
    [InlineData("", "an empty file, or a pipe")]
    [InlineData("abc", "3 bytes that are no image")]
    [InlineData("II*\0", "a TIFF image")]
    public void Load_OfAFileThatIsSomethingElse_SaysWhatItIs(string content, string expected)
    {
        string path = Write(("train/a/x.png", [.. content.Select(each => (byte)each)]));

        Assert.Contains($"expected a JPEG, PNG, WebP, BMP or GIF image, but found {expected}.", Refused(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfImagesThatAreNotSquare_KeepsRowsAndColumnsApart()
    {
        using SKBitmap bitmap = new(new SKImageInfo(3, 2, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int i = 0; i < 6; i++)
        {
            bitmap.SetPixel(i % 3, i / 3, new SKColor((byte)(10 * i), (byte)(10 * i), (byte)(10 * i)));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Array.ForEach(["train/a/1.png", "train/b/1.png", "test/a/1.png"], name => folder.Write(name, data.ToArray()));

        ImageDataset dataset = Load();

        Assert.Equal((2, 3, 1), (dataset.Training.Height, dataset.Training.Width, dataset.Training.Channels));
        Assert.Equal([0, 10, 20, 30, 40, 50], dataset.Training.Pixels[0].ToArray());
    }

    private string Write((string Name, byte[] Content) odd)
    {
        folder.Write("train/b/1.png", Picture.Png(1, 2, 3));
        folder.Write("test/b/1.png", Picture.Png(1, 2, 3));
        return folder.Write(odd.Name, odd.Content);
    }

    private ImageDataset Load() => ImageSets.Load("images", folder.Path, null);

    private DatasetException Refused(string? file = null)
    {
        DatasetException refusal = Assert.Throws<DatasetException>(Load);
        Assert.Equal(file ?? refusal.File, refusal.File);
        return refusal;
    }
}
