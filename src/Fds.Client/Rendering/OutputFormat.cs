namespace Fds.Client.Rendering;

/// <summary>How data is written.</summary>
internal enum OutputFormat
{
    /// <summary>A table for people.</summary>
    Table,

    /// <summary>A table with more columns.</summary>
    Wide,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>YAML.</summary>
    Yaml,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>Names only.</summary>
    Name,
}
