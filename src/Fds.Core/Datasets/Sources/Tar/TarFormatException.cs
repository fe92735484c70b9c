namespace Fds.Core.Datasets.Sources.Tar;

/// <summary>Something in a tar archive is not as the format says.</summary>
/// <param name="expectation">What the format asks for, to be read after "expected".</param>
/// <param name="found">What was there instead, to be read after "found".</param>
internal sealed class TarFormatException(string expectation, string found) : Exception($"Expected {expectation}, but found {found}.")
{
    /// <summary>What the format asks for, to be read after "expected".</summary>
    public string Expectation { get; } = expectation;

    /// <summary>What was there instead, to be read after "found".</summary>
    public string Found { get; } = found;
}
