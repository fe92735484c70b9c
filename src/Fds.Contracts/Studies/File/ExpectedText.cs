namespace Fds.Contracts.Studies.File;

/// <summary>Words for what is allowed.</summary>
internal static class ExpectedText
{
    /// <summary><c>a</c>, or <c>one of a, b, c</c>.</summary>
    public static string OneOf(IReadOnlyCollection<string> names) => names.Count == 1 ? names.First() : $"one of {string.Join(", ", names)}";
}
