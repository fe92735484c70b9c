namespace Fds.Client.Rendering;

/// <summary>Writes one piece of data in the format asked for.</summary>
internal sealed class DataWriter(TextWriter writer, OutputFormat format)
{
    /// <summary>Writes data.</summary>
    /// <param name="value">For JSON and YAML.</param>
    /// <param name="grid">For tables and CSV.</param>
    /// <param name="names">For names only.</param>
    public void Write<T>(T value, Func<TableFigures, Grid> grid, params string[] names)
    {
        switch (format)
        {
            case OutputFormat.Json:
                writer.WriteLine(MachineFormats.Json(value));
                break;
            case OutputFormat.Yaml:
                writer.WriteLine(MachineFormats.Yaml(value));
                break;
            case OutputFormat.Csv:
                grid(TableFigures.Files).WriteCsv(writer);
                break;
            case OutputFormat.Name:
                foreach (string name in names)
                {
                    writer.WriteLine(name);
                }

                break;
            default:
                grid(TableFigures.People).WriteTable(writer);
                break;
        }
    }
}
