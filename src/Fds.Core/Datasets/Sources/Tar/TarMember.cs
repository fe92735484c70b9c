namespace Fds.Core.Datasets.Sources.Tar;

/// <summary>One member of a tar archive, its content excepted.</summary>
/// <param name="Name">Its path as it is stored.</param>
/// <param name="Link">Where it leads to, if it is a link.</param>
/// <param name="Type">What it is, by the letter of the format.</param>
/// <param name="Length">Bytes of content that follow.</param>
/// <param name="IsSparse">Whether the content has holes, which are not stored.</param>
internal sealed record TarMember(string Name, string Link, char Type, long Length, bool IsSparse)
{
    /// <summary>A plain file; the oldest archives have a NUL there, and '7' asks for a file in one piece.</summary>
    public bool IsFile => Type is '0' or '\0' or '7' && !IsFolder;

    /// <summary>A folder; the oldest archives tell it by its name alone.</summary>
    public bool IsFolder => Type == '5' || (Type is '0' or '\0' && Length == 0 && Name.EndsWith('/'));

    /// <summary>Another name of an earlier member.</summary>
    public bool IsHardLink => Type == '1';

    /// <summary>A link to a path.</summary>
    public bool IsSymbolicLink => Type == '2';

    /// <summary>What it is, where it is neither a file nor a folder nor a link.</summary>
    public string Kind => Type switch
    {
        '3' or '4' => "a device",
        '6' => "a pipe",
        'V' => "a volume's label",
        'M' => "the rest of a file that begins in another archive",
        _ when char.IsAsciiLetterOrDigit(Type) => $"an entry of the kind {Type}, which is not read",
        _ => "an entry of an unknown kind",
    };
}
