namespace Fds.Contracts.Studies;

/// <summary>What parts the columns of a table.</summary>
[GenerateSerializer]
[Alias("fds.TableSeparator")]
public enum TableSeparator
{
    /// <summary>A comma.</summary>
    Comma,

    /// <summary>A semicolon.</summary>
    Semicolon,

    /// <summary>A tab.</summary>
    Tab,

    /// <summary>Any number of spaces and tabs.</summary>
    Space,
}
