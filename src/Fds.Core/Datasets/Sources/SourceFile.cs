namespace Fds.Core.Datasets.Sources;

/// <summary>A whole file in memory, already decompressed, under the name a complaint about it will use.</summary>
/// <param name="Name">Path of the file, or <c>archive#entry</c>.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SourceFile(string Name, byte[] Content)
{
    /// <summary>Reads a file, decompressing it where it is compressed by gzip.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or its gzip stream is damaged or cut off.</exception>
    public static SourceFile Read(string path)
    {
        using MemoryStream bytes = new();
        try
        {
            using ContentStream content = new(path);
            content.CopyTo(bytes);
            content.RequireIntactEnd();
            return new SourceFile(path, bytes.ToArray());
        }
        catch (InvalidDataException cause)
        {
            throw new DatasetException(path, bytes.Length, "an intact gzip stream", "one that is damaged or cut off", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, "a readable file", cause.Message, cause);
        }
    }
}
