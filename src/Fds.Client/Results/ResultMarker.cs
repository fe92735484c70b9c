using System.Security.Cryptography;
using System.Text.Json;
using Fds.Client.Rendering;

namespace Fds.Client.Results;

/// <summary>What a result folder says of itself, in a file beside the results: whose they are, and which files this program wrote.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Replacing">Whether the files were being replaced when this was written: they may be those of before or those of after.</param>
/// <param name="Files">The SHA-256 of every file that was written, by its name.</param>
internal sealed record ResultMarker(string Study, bool Replacing, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The marker's file.</summary>
    public const string Name = ".fds-results.json";

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The marker of a folder; null where there is none that can be read.</summary>
    public static ResultMarker? Of(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultMarker>(File.ReadAllText(Path.Combine(folder, Name)), Reading);
        }
        catch (Exception e) when (e is JsonException || FileFault.Is(e))
        {
            return null;
        }
    }

    /// <summary>The marker as text.</summary>
    public string ToJson() => MachineFormats.Json(this) + "\n";

    /// <summary>Whether a file is as it was written.</summary>
    public bool Wrote(string path) => Replacing || (Files.TryGetValue(Path.GetFileName(path), out string? written) && HashOf(path) == written);

    /// <summary>A file's SHA-256.</summary>
    public static string HashOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
