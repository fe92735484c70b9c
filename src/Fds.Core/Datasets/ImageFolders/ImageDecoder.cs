using Fds.Core.Datasets.Sources;
using SkiaSharp;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>
/// Decodes JPEG, PNG, WebP, BMP and GIF to planes of bytes, turned as their EXIF data say. Colour profiles and transparency are not
/// applied, as in the field's usual loaders.
/// </summary>
internal static class ImageDecoder
{
    private const int BytesPerColour = 4;
    private const string Formats = "a JPEG, PNG, WebP, BMP or GIF image";

    /// <summary>Size and kind, without decoding.</summary>
    /// <exception cref="DatasetException">Not an image that is read, damaged in its header, too large, or several pictures in one.</exception>
    public static ImageHeader ReadHeader(SourceFile file)
    {
        byte[] content = file.Read();
        using SKData data = SKData.CreateCopy(content);
        using SKCodec codec = Open(file, content, data);
        return Header(file, codec);
    }

    /// <summary>Decodes into <paramref name="planes"/>: channels × height × width bytes, 1 channel (grey) or 3 (red, green, blue).</summary>
    /// <exception cref="DatasetException">The image is cut off or damaged, or not the one whose header was read.</exception>
    public static void Decode(SourceFile file, ImageHeader expected, int channels, Span<byte> planes)
    {
        byte[] content = file.Read();
        using SKData data = SKData.CreateCopy(content);
        using SKCodec codec = Open(file, content, data);
        ImageHeader header = Header(file, codec);
        if (header != expected)
        {
            throw new DatasetException(file.Name, "the same image as when the data set was first scanned", "a different one");
        }

        (SKColorType colour, SKAlphaType alpha, int stride) = channels == 1
            ? (SKColorType.Gray8, SKAlphaType.Opaque, 1)
            : (SKColorType.Rgba8888, SKAlphaType.Unpremul, BytesPerColour);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(header.Width * header.Height * stride);
        SKCodecResult result = Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, colour, alpha), pixels);
        if (result != SKCodecResult.Success)
        {
            throw new DatasetException(file.Name, content.Length, $"an intact {codec.EncodedFormat} image", $"one that does not decode ({result})");
        }

        if (header.IsTurned)
        {
            Deinterleave(pixels, stride, PixelOrder.Of(header.Origin, codec.Info.Width, codec.Info.Height), header, planes);
        }
        else
        {
            Deinterleave(pixels, stride, planes);
        }
    }

    private static unsafe SKCodecResult Decode(SKCodec codec, SKImageInfo form, byte[] pixels)
    {
        fixed (byte* first = pixels)
        {
            return codec.GetPixels(form, (nint)first);
        }
    }

    private static SKCodec Open(SourceFile file, byte[] content, SKData data)
    {
        if (content.Length == 0)
        {
            throw new DatasetException(file.Name, 0, Formats, "an empty file, or a pipe");
        }

        SKCodec? codec = SKCodec.Create(data);
        if (codec is null && FileSignature.Of(content) is ("a JPEG image" or "a PNG image" or "a GIF image") and var damaged)
        {
            throw new DatasetException(file.Name, content.Length, $"{damaged} that is intact", "one that does not decode");
        }

        if (codec is { EncodedFormat: SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp or SKEncodedImageFormat.Gif })
        {
            return codec;
        }

        string found = codec?.EncodedFormat.ToString() is { } format ? $"one of the format {format}" : FileSignature.Of(content) ?? $"{content.Length} bytes that are no image";
        codec?.Dispose();
        throw new DatasetException(file.Name, 0, Formats, found);
    }

    private static ImageHeader Header(SourceFile file, SKCodec codec)
    {
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height * BytesPerColour > Array.MaxLength)
        {
            throw new DatasetException(file.Name, $"an image of at most {Array.MaxLength / BytesPerColour} pixels", $"one of {height} x {width} pixels");
        }

        if (codec.FrameCount > 1)
        {
            throw new DatasetException(file.Name, "one picture in a file", $"an animation of {codec.FrameCount}");
        }

        SKEncodedOrigin origin = codec.EncodedOrigin;
        return new ImageHeader(
            PixelOrder.SwapsSides(origin) ? height : width, PixelOrder.SwapsSides(origin) ? width : height, codec.Info.ColorType == SKColorType.Gray8, origin);
    }

    private static void Deinterleave(byte[] pixels, int stride, Span<byte> planes)
    {
        if (stride == 1)
        {
            pixels.CopyTo(planes);
            return;
        }

        int area = pixels.Length / stride;
        Span<byte> red = planes[..area];
        Span<byte> green = planes.Slice(area, area);
        Span<byte> blue = planes.Slice(2 * area, area);
        for (int i = 0, at = 0; i < red.Length; i++, at += BytesPerColour)
        {
            red[i] = pixels[at];
            green[i] = pixels[at + 1];
            blue[i] = pixels[at + 2];
        }
    }

    private static void Deinterleave(byte[] pixels, int stride, PixelOrder order, ImageHeader shown, Span<byte> planes)
    {
        int area = shown.Width * shown.Height;
        for (int channel = 0; channel < planes.Length / area; channel++)
        {
            Span<byte> plane = planes.Slice(channel * area, area);
            for (int row = 0, at = 0; row < shown.Height; row++)
            {
                int stored = order.First + (row * order.Row);
                for (int column = 0; column < shown.Width; column++, at++, stored += order.Column)
                {
                    plane[at] = pixels[(stored * stride) + channel];
                }
            }
        }
    }
}
