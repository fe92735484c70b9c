using System.Globalization;
using System.Text;
using System.Text.Json;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using YamlDotNet.RepresentationModel;

namespace Fds.Client.StudyFiles;

/// <summary>
/// Puts the values of an earlier study's <c>schedule.json</c> in the place of its path, so that a study is whole wherever it is read:
/// <c>initial: {schedule: results/schedule.json}</c>.
/// </summary>
internal static class EarlierSchedules
{
    private const long LargestFile = 64 << 20;

    /// <summary>The study file's text with the values in it.</summary>
    /// <param name="text">The study file.</param>
    /// <param name="folder">The folder that paths are relative to: the study file's own.</param>
    /// <exception cref="ConsoleException">A schedule file cannot be read, or is none.</exception>
    public static string PutInto(string text, string folder)
    {
        (YamlScalarNode Path, HyperparameterKind Kind)[] places = [.. Places(text)];
        StringBuilder whole = new(text);
        foreach ((YamlScalarNode path, HyperparameterKind kind) in places.OrderByDescending(place => place.Path.Start.Index))
        {
            int start = (int)path.Start.Index;
            int length = (int)path.End.Index - start;
            whole.Remove(start, length).Insert(start, Values(Path.Combine(folder, path.Value ?? ""), kind));
        }

        return whole.ToString();
    }

    private static IEnumerable<(YamlScalarNode Path, HyperparameterKind Kind)> Places(string text)
    {
        YamlNode? hyperparameters = Child(Child(StudyFileReader.Document(text), "spec"), "hyperparameters");
        return from kind in HyperparameterKinds.All
               let path = Child(Child(Child(hyperparameters, kind.FieldName()), "initial"), "schedule") as YamlScalarNode
               where path is { Value.Length: > 0 }
               select (path, kind);
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        (node as YamlMappingNode)?.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == name).Value;

    /// <summary>The values of a kind, as YAML on one line.</summary>
    private static string Values(string path, HyperparameterKind kind)
    {
        ConsoleException Wrong(string why, Exception? cause = null) => new(ExitCodes.Usage, $"the schedule '{path}' {why}", cause);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                throw Wrong($"has more than {LargestFile >> 20} MiB: it is no schedule.json of a study.");
            }

            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
            string name = kind.FieldName();
            if (file.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("groups", out JsonElement groups) && groups.ValueKind == JsonValueKind.Array && groups.GetArrayLength() > 0
                && IsGrouped(root, groups, name))
            {
                return $"{{{string.Join(", ", groups.EnumerateArray().Select(group => $"{group.GetProperty("name").GetString()}: {List(group.GetProperty("windows").GetProperty(name))}"))}}}";
            }

            return List(file.RootElement.GetProperty("windows").GetProperty(name));
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw Wrong($"cannot be read: {FileFault.Reason(e, path)}.", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong("is no schedule.json of a study: expected windows with values for each kind.", e);
        }
    }

    /// <summary>Whether groups have values of their own of a kind: then it has more values than any group.</summary>
    private static bool IsGrouped(JsonElement root, JsonElement groups, string kind) =>
        root.GetProperty("windows").GetProperty(kind).GetArrayLength() != groups[0].GetProperty("windows").GetProperty(kind).GetArrayLength();

    private static string List(JsonElement values) =>
        $"[{string.Join(", ", values.EnumerateArray().Select(value => value.GetDouble().ToString("R", CultureInfo.InvariantCulture)))}]";
}
