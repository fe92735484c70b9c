namespace Fds.Contracts.Studies.File;

/// <summary>What there is to know of one field of a study file.</summary>
/// <param name="Path">Its path, e.g. spec.inner.batchSize; empty: the file itself.</param>
/// <param name="Type">Its type in a word or two.</param>
/// <param name="Description">What it is.</param>
public sealed record FieldNote(string Path, string Type, string Description)
{
    /// <summary>What is allowed, in words; null of a section.</summary>
    public string? Allowed { get; init; }

    /// <summary>What holds where it is absent, as a file would say it; null where there is nothing.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>The fields that it has.</summary>
    public IReadOnlyList<FieldNote> Fields { get; init; } = [];

    /// <summary>The last name of its path.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>It and all that it has.</summary>
    public IEnumerable<FieldNote> All() => Fields.SelectMany(field => field.All()).Prepend(this);
}
