namespace Fds.Testing;

/// <summary>A study file that is wrong in known places.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Text">The file.</param>
/// <param name="Paths">The field paths that must be named; an empty path is the file as a whole.</param>
/// <param name="Line">The line of the first fault; 0 where the parser alone decides.</param>
public sealed record MalformedStudy(string Name, string Text, IReadOnlyList<string> Paths, int Line)
{
    /// <summary>The case's name, for test lists.</summary>
    public override string ToString() => Name;
}
