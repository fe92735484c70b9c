using SkiaSharp;

namespace Fds.Core.Tests.Datasets.ImageFolders;

/// <summary>Image files made in a test.</summary>
internal static class Picture
{
    public static byte[] Png(byte red, byte green, byte blue, byte alpha = 255, int width = 2, int height = 2)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(new SKColor(red, green, blue, alpha));
        return Encode(bitmap, SKEncodedImageFormat.Png);
    }

    public static byte[] Grey(byte value, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using SKBitmap bitmap = new(new SKImageInfo(2, 2, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(value, value, value));
        return Encode(bitmap, format);
    }

    public static byte[] Noisy(SKEncodedImageFormat format)
    {
        Random random = new(1);
        using SKBitmap bitmap = new(new SKImageInfo(32, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Pixels = [.. Enumerable.Range(0, 32 * 32).Select(_ => new SKColor((uint)random.Next() | 0xff000000))];
        return Encode(bitmap, format);
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>A picture of one colour in another format than PNG, without loss where the format can.</summary>
    public static byte[] Webp(byte red, byte green, byte blue)
    {
        using SKBitmap bitmap = SKBitmap.Decode(Png(red, green, blue))!;
        using SKPixmap pixels = bitmap.PeekPixels()!;
        using SKData data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!;
        return data.ToArray();
    }

    /// <summary>A bitmap of 24 bits a pixel, bottom row first, rows filled up to four bytes.</summary>
    public static byte[] Bmp(byte red, byte green, byte blue)
    {
        byte[] row = [blue, green, red, blue, green, red, 0, 0];
        return
        [
            .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0,
            40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. row, .. row,
        ];
    }

    /// <summary>A GIF of 2 × 2 pixels of one colour, as often as there are frames.</summary>
    public static byte[] Gif(byte red, byte green, byte blue, int frames = 1) =>
    [
        .. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, red, green, blue, 0, 0, 0,
        // Codes of three bits: clear, 0, 0, 0, 0, end.
        .. Enumerable.Repeat<byte[]>([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x04, 0x00, 0x05, 0], frames).SelectMany(frame => frame),
        0x3b,
    ];

    /// <summary>A JPEG of 16 × 8 pixels, white in the upper left quarter and black elsewhere, that says how it is to be turned.</summary>
    public static byte[] Turned(byte orientation)
    {
        using SKBitmap bitmap = new(new SKImageInfo(16, 8, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.Black);
        bitmap.Erase(SKColors.White, new SKRectI(0, 0, 8, 4));
        byte[] plain = Encode(bitmap, SKEncodedImageFormat.Jpeg);
        byte[] exif = [.. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. plain[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. plain[2..]];
    }
}
