using Fds.Core.Datasets.Sources;
using SkiaSharp;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>Decodes JPEG and PNG to planes of bytes. Colour profiles and transparency are not applied, as in the field's usual loaders.</summary>
internal static class ImageDecoder
{
    /// <summary>Size and kind, without decoding.</summary>
    /// <exception cref="DatasetException">Neither JPEG nor PNG, or damaged in its header.</exception>
    public static ImageHeader ReadHeader(SourceFile file)
    {
        using SKData data = SKData.CreateCopy(file.Content);
        using SKCodec codec = Open(file, data);
        return new ImageHeader(codec.Info.Width, codec.Info.Height, codec.Info.ColorType == SKColorType.Gray8);
    }

    /// <summary>Decodes into <paramref name="planes"/>: channels × height × width bytes, 1 channel (grey) or 3 (red, green, blue).</summary>
    /// <exception cref="DatasetException">The image is cut off or damaged.</exception>
    public static void Decode(SourceFile file, int channels, Span<byte> planes)
    {
        using SKData data = SKData.CreateCopy(file.Content);
        using SKCodec codec = Open(file, data);
        (SKColorType colour, SKAlphaType alpha, int stride) = channels == 1
            ? (SKColorType.Gray8, SKAlphaType.Opaque, 1)
            : (SKColorType.Rgba8888, SKAlphaType.Unpremul, 4);
        SKCodecResult result = codec.GetPixels(new SKImageInfo(codec.Info.Width, codec.Info.Height, colour, alpha), out byte[] pixels);
        if (result != SKCodecResult.Success)
        {
            throw new DatasetException(file.Name, file.Content.Length, "an intact JPEG or PNG image", $"one that does not decode ({result})");
        }

        Deinterleave(pixels, stride, channels, planes);
    }

    private static SKCodec Open(SourceFile file, SKData data) =>
        SKCodec.Create(data) is { EncodedFormat: SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png } codec
            ? codec
            : throw new DatasetException(file.Name, 0, "a JPEG or PNG image", $"{file.Content.Length} bytes that are neither");

    private static void Deinterleave(byte[] pixels, int stride, int channels, Span<byte> planes)
    {
        int area = pixels.Length / stride;
        for (int channel = 0; channel < channels; channel++)
        {
            Span<byte> plane = planes.Slice(channel * area, area);
            for (int i = 0; i < area; i++)
            {
                plane[i] = pixels[(i * stride) + channel];
            }
        }
    }
}
