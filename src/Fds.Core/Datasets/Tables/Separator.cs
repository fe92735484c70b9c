namespace Fds.Core.Datasets.Tables;

/// <summary>What parts the columns of a table.</summary>
public enum Separator
{
    /// <summary>A comma, with values in double quotes as in RFC 4180.</summary>
    Comma,

    /// <summary>A semicolon, in the same way.</summary>
    Semicolon,

    /// <summary>A tab, in the same way.</summary>
    Tab,

    /// <summary>Any number of spaces and tabs; there are no quotes.</summary>
    Space,
}
