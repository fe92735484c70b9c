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

    /// <summary>Whether a section of this one, with all that it holds, has nothing but values that their own rules allow.</summary>
    bool IsSound(string section);

    /// <summary>
    /// A rule over several fields: a fault at the named field unless it holds. It is not asked where a field of this section has a fault of its
    /// own: the file does not say what stands in for such a value. A rule that looks into other sections asks whether they are sound.
    /// </summary>
    void Require(string name, bool holds, string message);
}
