namespace Fds.Core.Datasets;

/// <summary>A data set that is missing, truncated, corrupt or not supported.</summary>
public sealed class DatasetException : FdsException
{
    private const string WhereDamaged = "Is the file complete and the right one? Fetch it anew if in doubt.";

    /// <summary>A refusal that concerns no single file, e.g. an unknown name.</summary>
    public DatasetException(string message, Exception? inner = null)
        : base(PrintableName.Of(message), inner)
    {
    }

    /// <summary>A refusal of one file or folder that is not damaged, but not what was asked for.</summary>
    public DatasetException(string file, string expectation, string found, Exception? inner = null)
        : this(file, null, expectation, found, inner, advice: "")
    {
    }

    /// <summary>A refusal of one file that may be damaged.</summary>
    /// <param name="file">The file; an entry of an archive is named <c>archive#entry</c>.</param>
    /// <param name="offset">Bytes from the file's beginning, counted after decompression; null where no place is known.</param>
    /// <param name="expectation">What the format asks for, to be read after "expected".</param>
    /// <param name="found">What was there instead, to be read after "found".</param>
    /// <param name="inner">What led to it.</param>
    /// <param name="advice">What to do about it.</param>
    public DatasetException(string file, long? offset, string expectation, string found, Exception? inner = null, string advice = WhereDamaged)
        : base(Describe(file, offset, expectation, found, advice), inner)
    {
        File = file;
        Offset = offset;
        Expectation = expectation;
    }

    /// <summary>The file that was refused (<c>archive#entry</c> for an entry of an archive); null where it is no single file.</summary>
    public string? File { get; }

    /// <summary>Where in the file, in bytes from its beginning after decompression; null where no place is known.</summary>
    public long? Offset { get; }

    /// <summary>What the format asks for there; null where it is no single file.</summary>
    public string? Expectation { get; }

    private static string Describe(string file, long? offset, string expectation, string found, string advice)
    {
        string place = PrintableName.Of(offset is { } at ? $"{file}, byte {at}" : file);
        return $"{place}: expected {PrintableName.Of(expectation)}, but found {PrintableName.Of(found).TrimEnd('.')}. {advice}".TrimEnd();
    }
}
