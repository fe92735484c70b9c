using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>
/// Reads the fields of one section of a YAML document. Every fault is recorded, and none that only follows from another: where a name is
/// misspelt, what it was meant to be is not missed, and rules over several fields that rest on it are not applied.
/// </summary>
internal sealed class YamlFields : IFields
{
    private readonly YamlNode at;
    private readonly string path;
    private readonly KnownFields known;
    private readonly FaultList faults;
    private readonly Dictionary<string, YamlNode> values = [];
    private readonly Dictionary<string, string> cut = [];
    private readonly HashSet<string> meant = [];
    private readonly Dictionary<string, YamlFields> sections = [];
    private readonly bool unreadable;
    private readonly bool anyUnknown;
    private bool faulty;

    /// <summary>Opens a section.</summary>
    /// <param name="node">Its content; null where it is absent.</param>
    /// <param name="parent">Where it is missed, if it is.</param>
    /// <param name="path">Its path.</param>
    /// <param name="known">The fields that it may have.</param>
    /// <param name="faults">What is wrong.</param>
    /// <param name="unreadable">That it cannot be read has been recorded already: nothing in it is missed.</param>
    public YamlFields(YamlNode? node, YamlNode parent, string path, KnownFields known, FaultList faults, bool unreadable = false)
    {
        at = node ?? parent;
        this.path = path;
        this.known = known;
        this.faults = faults;
        this.unreadable = unreadable || node is not (null or YamlMappingNode);
        faulty = this.unreadable || faults.IsMisplaced(path);
        if (node is YamlMappingNode mapping)
        {
            FieldNames names = new(mapping, path, known, faults);
            (values, cut, meant, anyUnknown) = (names.Values, names.Cut, names.Meant, names.AnyUnknown);
            this.unreadable |= names.Merges;
            faulty |= names.Merges || meant.Any(name => !values.ContainsKey(name));
        }
        else if (node is not null)
        {
            faults.Add(node, path, $"expected a mapping of fields.{(Scalars.IsNull(node) ? " Leave the section out if it is empty." : "")}");
        }
    }

    public T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent) =>
        values.TryGetValue(name, out YamlNode? node) ? Read(name, node, rule, whenAbsent) : whenAbsent;

    public T Required<T>(string name, string description, ValueRule<T> rule)
    {
        if (values.TryGetValue(name, out YamlNode? node))
        {
            return Read(name, node, rule, rule.Example);
        }

        Miss(name, $"expected {rule.Expected}; the field is required.");
        return rule.Example;
    }

    public IFields Section(string name, string description) => Open(name, unreadable && !values.ContainsKey(name));

    public IFields RequiredSection(string name, string description)
    {
        if (values.ContainsKey(name))
        {
            return Open(name, inheritedFault: false);
        }

        Miss(name, "expected a mapping of fields; the section is required.");
        return Open(name, inheritedFault: true);
    }

    public bool Has(string name) => values.ContainsKey(name);

    public bool IsSound(string section) => sections[section].IsSound();

    public void Require(string name, bool holds, string message)
    {
        if (!holds && !faulty && (values.ContainsKey(name) || !anyUnknown))
        {
            faults.Add(values.GetValueOrDefault(name, at), Path(name), message);
        }
    }

    private bool IsSound() => !faulty && sections.Values.All(section => section.IsSound());

    private YamlFields Open(string name, bool inheritedFault) =>
        sections[name] = new(values.GetValueOrDefault(name), at, Path(name), known.Of(name), faults, inheritedFault);

    private void Miss(string name, string message)
    {
        faulty = true;
        if (!unreadable && !meant.Contains(name) && !faults.IsMisplaced(Path(name)))
        {
            faults.Add(at.Start, Path(name), "nothing", message);
        }
    }

    private T Read<T>(string name, YamlNode node, ValueRule<T> rule, T instead)
    {
        if (cut.TryGetValue(name, out string? whole))
        {
            Refuse(name, node.Start, whole, rule);
            return instead;
        }

        if (rule.TryRead(node, out T value))
        {
            return value;
        }

        faulty = true;
        (YamlNode culprit, string expected) = rule.Blame(node);
        faults.Add(culprit, Path(name), $"expected {expected}.{rule.Hint(culprit)}");
        return instead;
    }

    /// <summary>A value that a comma between braces has cut in two.</summary>
    private void Refuse<T>(string name, Mark place, string whole, ValueRule<T> rule)
    {
        faulty = true;
        YamlScalarNode node = Scalars.OfText(whole);
        string message = rule.TryRead(node, out _) ? "a comma between braces ends a value: put the value in quotes." : $"expected {rule.Expected}.{rule.Hint(node)}";
        faults.Add(place, Path(name), $"'{FaultList.Shorten(whole)}'", message);
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
