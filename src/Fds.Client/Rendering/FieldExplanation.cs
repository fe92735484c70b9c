using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Rendering;

/// <summary>What there is to know of a field of a study file, as text.</summary>
internal static class FieldExplanation
{
    private const int Width = 100;

    /// <summary>Writes it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="recursive">Also all fields below its own.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(FieldNote field, bool recursive, TextWriter writer)
    {
        writer.WriteLine($"FIELD:    {(field.Path.Length > 0 ? field.Path : "the study file")}");
        writer.WriteLine($"TYPE:     {field.Type}{(field.Required ? ", required" : "")}");
        Line(writer, "DEFAULT:  ", field.Default);
        Line(writer, "ALLOWED:  ", field.Allowed);
        writer.WriteLine();
        Paragraph(writer, field.Description, "");
        if (field.Fields.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("FIELDS:");
            Fields(field, recursive, writer, "  ");
        }
    }

    /// <summary>Fields as rows, for csv.</summary>
    public static Grid Rows(IEnumerable<FieldNote> fields) => new(
        ["path", "type", "required", "default", "allowed", "description"],
        [.. fields.Select(IReadOnlyList<string> (field) => [field.Path, field.Type, field.Required ? "true" : "false", field.Default ?? "", field.Allowed ?? "", field.Description])]);

    private static void Fields(FieldNote field, bool recursive, TextWriter writer, string indent)
    {
        int width = field.Fields.Select(inner => inner.Name.Length).DefaultIfEmpty().Max();
        foreach (FieldNote inner in field.Fields)
        {
            string absent = inner.Required ? ", required" : inner.Default is { } usual ? $", default {usual}" : "";
            writer.WriteLine($"{indent}{inner.Name.PadRight(width)}  <{inner.Type}{absent}>");
            if (!recursive)
            {
                Paragraph(writer, inner.Description, $"{indent}  ");
            }
            else
            {
                Fields(inner, recursive, writer, $"{indent}  ");
            }
        }
    }

    private static void Line(TextWriter writer, string heading, string? text)
    {
        if (text is not null)
        {
            writer.WriteLine(heading + string.Join($"{writer.NewLine}{new string(' ', heading.Length)}", TextFit.Wrap(text, Width - heading.Length)));
        }
    }

    private static void Paragraph(TextWriter writer, string text, string indent)
    {
        foreach (string line in TextFit.Wrap(text, Width - indent.Length))
        {
            writer.WriteLine(indent + line);
        }
    }
}
