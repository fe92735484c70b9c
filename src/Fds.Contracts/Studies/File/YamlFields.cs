using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>The fields of one mapping of a study file. What is wrong is noted, and reading goes on with a valid value.</summary>
internal sealed class YamlFields : IFields
{
    private readonly YamlNode at;
    private readonly string path;
    private readonly FaultList faults;
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlFields> sections = [];
    private readonly bool unreadable;
    private bool faulty;

    /// <summary>The fields of a node.</summary>
    /// <param name="node">The mapping; null where the section is left out.</param>
    /// <param name="parent">Where faults of a missing section are noted.</param>
    /// <param name="path">Path of the section.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="unreadable">Whether the section around it is no mapping, so that nothing can be said about this one.</param>
    public YamlFields(YamlNode? node, YamlNode parent, string path, FaultList faults, bool unreadable = false)
    {
        at = node ?? parent;
        this.unreadable = faulty = unreadable || node is not (null or YamlMappingNode);
        this.path = path;
        this.faults = faults;
        if (node is YamlMappingNode mapping)
        {
            Take(mapping);
        }
        else if (node is not null)
        {
            faults.Add(node, path, "expected a mapping of fields.");
        }
    }

    public T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent)
    {
        known.Add(name);
        return values.TryGetValue(name, out YamlNode? node) ? Read(name, node, rule, whenAbsent) : whenAbsent;
    }

    public T Required<T>(string name, string description, ValueRule<T> rule)
    {
        known.Add(name);
        if (values.TryGetValue(name, out YamlNode? node))
        {
            return Read(name, node, rule, rule.Example);
        }

        Miss(name, $"expected {rule.Expected}; the field is required.");
        return rule.Example;
    }

    public IFields Section(string name, string description) => Open(name);

    public IFields RequiredSection(string name, string description)
    {
        YamlFields section = Open(name);
        if (!values.ContainsKey(name))
        {
            Miss(name, "expected a mapping of fields; the section is required.");
            section.faulty = true;
        }

        return section;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public bool IsSound(string section) => sections[section].IsSound();

    public void Require(string name, bool holds, string message)
    {
        if (!holds && !faulty)
        {
            faults.Add(values.GetValueOrDefault(name, at), Path(name), message);
        }
    }

    /// <summary>Notes every field that nobody asked for, here and in all sections.</summary>
    public void RefuseUnknown()
    {
        foreach ((string name, YamlNode _) in values.Where(pair => !known.Contains(pair.Key)))
        {
            YamlNode key = ((YamlMappingNode)at).Children.Keys.First(node => node is YamlScalarNode scalar && scalar.Value == name);
            faults.Add(key, Path(name), $"no such field; expected one of {string.Join(", ", known.Order(StringComparer.Ordinal))}.{NearestName.Hint(name, known)}");
        }

        foreach (YamlFields section in sections.Values)
        {
            section.RefuseUnknown();
        }
    }

    private bool IsSound() => !faulty && sections.Values.All(section => section.IsSound());

    private YamlFields Open(string name)
    {
        known.Add(name);
        return sections[name] = new(values.GetValueOrDefault(name), at, Path(name), faults, unreadable);
    }

    private void Miss(string name, string message)
    {
        faulty = true;
        if (!unreadable)
        {
            faults.Add(at.Start, Path(name), "nothing", message);
        }
    }

    private void Take(YamlMappingNode mapping)
    {
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                values[name] = value;
            }
            else
            {
                faults.Add(key, path, "expected the name of a field.");
            }
        }
    }

    private T Read<T>(string name, YamlNode node, ValueRule<T> rule, T instead)
    {
        if (rule.TryRead(node, out T value))
        {
            return value;
        }

        faulty = true;
        (YamlNode culprit, string expected) = rule.Blame(node);
        faults.Add(culprit, Path(name), $"expected {expected}.{rule.Hint(culprit)}");
        return instead;
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
