namespace Fds.Claims;

/// <summary>What became of a claim.</summary>
/// <param name="Holds">Whether it holds; null where that was not tried.</param>
/// <param name="Why">What was measured, or why nothing was.</param>
internal sealed record Verdict(bool? Holds, string Why)
{
    /// <summary>The verdict in words.</summary>
    public string Word => Holds switch { true => "held", false => "no longer holds", null => "not run" };

    /// <summary>As it is printed.</summary>
    /// <param name="claim">The claim.</param>
    public string Line(string claim) => $"{Word,-15}  {claim,-16}  {Why}";
}
