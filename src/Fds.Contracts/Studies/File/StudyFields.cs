namespace Fds.Contracts.Studies.File;

/// <summary>Every field that a study file may have, explained from the rules that reading and the JSON Schema follow.</summary>
public static class StudyFields
{
    /// <summary>The whole file.</summary>
    public static FieldNote File { get; } = Collect();

    /// <summary>The fields that a path means: the one that has it, or all whose paths end with it; none where it is not known.</summary>
    public static IReadOnlyList<FieldNote> Find(string path)
    {
        string sought = path.Trim().Trim('.');
        FieldNote[] all = [.. File.All()];
        return all.Where(field => field.Path == sought).ToArray() is [_, ..] whole ? whole : [.. all.Where(field => field.Path.EndsWith($".{sought}", StringComparison.Ordinal))];
    }

    private static FieldNote Collect()
    {
        FieldNotes notes = new("");
        StudyShape.Read(notes);
        return new("", "section", "A study: what to train, which schedules to learn, and how.") { Required = true, Fields = notes.Notes };
    }
}
