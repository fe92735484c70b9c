namespace Fds.Core.Datasets;

/// <summary>A study asked for files outside the data folder where it may not read them.</summary>
public sealed class OutsideDataFolderException : FdsException
{
    /// <summary>A refusal.</summary>
    public OutsideDataFolderException(string message)
        : base(message)
    {
    }
}
