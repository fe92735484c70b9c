using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>The fields of one mapping by name, what its unknown names were meant to be, and their faults.</summary>
internal sealed class FieldNames
{
    private const string MergeKey = "<<";
    private const int MostSuggested = 3;
    private readonly string path;
    private readonly KnownFields known;
    private readonly FaultList faults;
    private YamlScalarNode? last;
    private string lastName = "";

    public FieldNames(YamlMappingNode mapping, string path, KnownFields known, FaultList faults)
    {
        this.path = path;
        this.known = known;
        this.faults = faults;
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            Take(key, value, mapping.Style == MappingStyle.Flow);
        }
    }

    /// <summary>The values of known fields.</summary>
    public Dictionary<string, YamlNode> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Values that a comma between braces has cut in two, as in <c>{step: 0,1}</c>, whole again.</summary>
    public Dictionary<string, string> Cut { get; } = new(StringComparer.Ordinal);

    /// <summary>Known fields that unknown names were probably meant to be.</summary>
    public HashSet<string> Meant { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether any name is unknown.</summary>
    public bool AnyUnknown { get; private set; }

    /// <summary>Whether other fields are to be merged in, which may be any.</summary>
    public bool Merges { get; private set; }

    private void Take(YamlNode key, YamlNode value, bool braces)
    {
        YamlScalarNode? scalar = key as YamlScalarNode;
        string name = scalar?.Value ?? "";
        if (scalar is not null && known.Knows(name))
        {
            Values[name] = value;
            (last, lastName) = (value as YamlScalarNode, name);
        }
        else if (braces && scalar is not null && last is not null && Scalars.Plain(value) == "")
        {
            Cut[lastName] = Cut.GetValueOrDefault(lastName, last.Value ?? "") + (key.Start.Index - last.End.Index > 1 ? ", " : ",") + name;
            last = scalar;
        }
        else
        {
            AnyUnknown = true;
            last = null;
            Refuse(key, scalar, name);
        }
    }

    private void Refuse(YamlNode key, YamlScalarNode? scalar, string name)
    {
        if (scalar is null || name.Length == 0)
        {
            faults.Add(key, path, "expected the name of a field.");
            return;
        }

        Merges |= name == MergeKey;
        string place = path.Length == 0 ? FaultList.Shorten(name) : $"{path}.{FaultList.Shorten(name)}";
        faults.Add(key, place, name == MergeKey ? "merge keys are not allowed: write every field where it belongs." : $"no such field; expected {ExpectedText.OneOf(known.Names)}.{Hint(name)}");
    }

    private string Hint(string name)
    {
        if (NearestName.Find(name, known.Names) is { } near)
        {
            Meant.Add(near);
            return $" Did you mean '{near}'?{OddCharacters.Hint(name)}";
        }

        if (OddCharacters.Hint(name) is { Length: > 0 } odd)
        {
            return odd;
        }

        // Of several places the one that is least deep, as metadata.name for a name that has none.
        string[] elsewhere = KnownFields.OfFile.PathsTo(name).GroupBy(field => field.Count(c => c == '.')).MinBy(depth => depth.Key)?.ToArray() ?? [];
        if (elsewhere.Length is 0 or > MostSuggested)
        {
            return "";
        }

        faults.Misplaced.UnionWith(elsewhere);
        return $" Did you mean {string.Join(" or ", elsewhere.Select(field => $"'{field}'"))}?";
    }
}
