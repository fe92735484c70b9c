using Fds.Core.Runtime;

namespace Fds.Core.Networks.Own;

/// <summary>The file of a user's module.</summary>
internal static class OwnFile
{
    /// <summary>Digits of a SHA-256 that tell files apart.</summary>
    public const int HashCharacters = 16;

    private const long MostBytes = 1L << 30;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FdsException">It is absent or too large.</exception>
    public static FileStream Open(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new FdsException($"there is no file {path}");
        }

        return file.Length <= MostBytes ? file.OpenRead() : throw new FdsException($"the file has {MemoryAmount.Words(file.Length)}; expected at most {MemoryAmount.Words(MostBytes)}");
    }
}
