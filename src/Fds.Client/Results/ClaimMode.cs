namespace Fds.Client.Results;

/// <summary>What in a folder may be replaced by a study's results besides what this study's were before.</summary>
/// <param name="Force">Anything.</param>
/// <param name="Anew">Results of another study of the same name, which begins anew.</param>
/// <param name="Remedy">How to replace those, for messages.</param>
internal sealed record ClaimMode(bool Force, bool Anew, string Remedy)
{
    public const string Replace = "replace what is there with --force";
    public const string Restart = "start again with --restart";
}
