namespace Fds.Contracts.Studies.File;

/// <summary>
/// The fields of one section. The study's shape is written once, as calls of these: one implementation reads YAML, the other writes
/// the JSON Schema.
/// </summary>
internal interface IFields
{
    /// <summary>A field that may be left out.</summary>
    T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent);

    /// <summary>A field that must be there.</summary>
    T Required<T>(string name, string description, ValueRule<T> rule);

    /// <summary>A section that may be left out; its fields then have their defaults.</summary>
    IFields Section(string name, string description);

    /// <summary>A section that must be there.</summary>
    IFields RequiredSection(string name, string description);

    /// <summary>Whether the file has this field.</summary>
    bool Has(string name);

    /// <summary>A rule over several fields: a fault at the named field unless it holds.</summary>
    void Require(string name, bool holds, string message);
}
