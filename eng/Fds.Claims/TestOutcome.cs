namespace Fds.Claims;

/// <summary>How one test ended.</summary>
/// <param name="Type">Full name of its class.</param>
/// <param name="Method">Name of its method.</param>
/// <param name="Result">Pass, Fail or Skip.</param>
/// <param name="Reason">Why it was skipped or failed; empty where it passed.</param>
/// <param name="Printed">What it printed.</param>
internal sealed record TestOutcome(string Type, string Method, string Result, string Reason, string Printed);
