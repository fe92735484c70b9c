using System.Text;
using System.Text.RegularExpressions;
using Fds.Contracts.Faults;

namespace Fds.Client.Local;

/// <summary>What a private silo writes to standard error, kept in a file.</summary>
/// <param name="path">The file.</param>
/// <param name="outlives">Whether the file outlives the console, so that a message may name it.</param>
internal sealed partial class SiloLog(string path, bool outlives)
{
    private const int Chunk = 16 * 1024;
    private const int Tail = 64 * 1024;
    private const int Words = 5;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Keeps what a silo says, until it ends. It is read even where it cannot be kept, as on a full disk: the silo would wait for its reader.</summary>
    public async Task Keep(Stream said)
    {
        byte[] chunk = new byte[Chunk];
        int length;
        while ((length = await said.ReadAsync(chunk)) > 0)
        {
            try
            {
                await File.AppendAllBytesAsync(path, chunk.AsMemory(0, length));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The study is worth more than its log.
            }
        }
    }

    /// <summary>The last that the silo said for people, and where the rest is; a sentence that begins with a space.</summary>
    public string LastWords()
    {
        string[] words = [.. End().Split('\n').Select(ForPeople).OfType<string>().TakeLast(Words)];
        string log = outlives && File.Exists(path) ? $" Its log is {path}." : "";
        return words.Length == 0 ? log : $"{log} The log ends with:{Environment.NewLine}{string.Join(Environment.NewLine, words)}";
    }

    /// <summary>Warnings and worse of our own, without who said them, and what is no line of a log.</summary>
    private static string? ForPeople(string line)
    {
        Match entry = Entry().Match(line);
        string text = FaultText.OneLine(entry.Success ? entry.Groups["text"].Value : line);
        return text.Length == 0 || FaultText.ShowsInternals(text) || entry.Groups["level"].Value is "info" or "dbug" or "trce" || entry.Groups["source"].Value.StartsWith("Orleans", StringComparison.Ordinal)
            ? null
            : text;
    }

    private string End()
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            file.Seek(-Math.Min(Tail, file.Length), SeekOrigin.End);
            using StreamReader reader = new(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^\S+Z (?<level>\w{4}): (?<source>[\w.]+)\[\d+\] (?<text>.*)$")]
    private static partial Regex Entry();
}
