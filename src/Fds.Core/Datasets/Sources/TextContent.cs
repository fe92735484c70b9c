using System.Text;

namespace Fds.Core.Datasets.Sources;

/// <summary>A text file's content, compressed by gzip or not.</summary>
internal static class TextContent
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text, without a byte order mark.</summary>
    /// <exception cref="DatasetException">The file cannot be read, is empty, or is no text in UTF-8.</exception>
    public static string Of(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DatasetException(path, "a text file", "a folder");
        }

        SourceFile file = SourceFile.OnDisk(path);
        byte[] bytes = file.Read();
        try
        {
            string text = Strict.GetString(bytes).TrimStart('\ufeff');
            return text.Length == 0 ? throw new DatasetException(path, 0, "a text", "an empty file") : text.Contains('\0', StringComparison.Ordinal) ? throw NoText(file, null) : text;
        }
        catch (DecoderFallbackException e)
        {
            throw NoText(file, e);
        }
    }

    private static DatasetException NoText(SourceFile file, DecoderFallbackException? cause) =>
        new(file.Name, cause is null ? null : Math.Max(0, cause.Index), "a text in UTF-8", file.Signature() ?? (cause is null ? "zero bytes" : "other bytes"), cause, "Store it in UTF-8.");
}
