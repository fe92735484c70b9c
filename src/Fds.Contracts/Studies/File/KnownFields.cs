namespace Fds.Contracts.Studies.File;

/// <summary>Which fields and sections each section of a study file has, whatever a file holds.</summary>
internal sealed class KnownFields : IFields
{
    private readonly SortedDictionary<string, KnownFields?> fields = new(StringComparer.Ordinal);

    /// <summary>Those of the whole file.</summary>
    public static KnownFields OfFile { get; } = Collect();

    /// <summary>Names of fields and sections.</summary>
    public IReadOnlyCollection<string> Names => fields.Keys;

    public bool Knows(string name) => fields.ContainsKey(name);

    /// <summary>The fields of a section; of one that is none, no fields.</summary>
    public KnownFields Of(string section) => fields.GetValueOrDefault(section) ?? new();

    /// <summary>Every path that ends with a name, e.g. <c>inner.batchSize</c>; relative to this section.</summary>
    public IEnumerable<string> PathsTo(string name) => fields
        .Where(field => field.Value is not null)
        .SelectMany(field => (field.Value!.Knows(name) ? [name] : Array.Empty<string>()).Concat(field.Value.PathsTo(name)).Select(path => $"{field.Key}.{path}"));

    public T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent)
    {
        fields[name] = null;
        return whenAbsent;
    }

    public T Required<T>(string name, string description, ValueRule<T> rule) => Optional(name, description, rule, rule.Example);

    public IFields Section(string name, string description)
    {
        KnownFields section = new();
        fields[name] = section;
        return section;
    }

    public IFields RequiredSection(string name, string description) => Section(name, description);

    public bool Has(string name) => true;

    public bool IsSound(string section) => true;

    public void Require(string name, bool holds, string message)
    {
        // Names alone are collected.
    }

    private static KnownFields Collect()
    {
        KnownFields file = new();
        StudyShape.Read(file);
        return file;
    }
}
