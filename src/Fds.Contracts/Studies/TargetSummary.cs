namespace Fds.Contracts.Studies;

/// <summary>A real target that was standardised, so that losses are in units of its variance over the training examples.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Mean">Its mean over the training examples, in its own unit.</param>
/// <param name="StandardDeviation">Its standard deviation over the training examples, in its own unit.</param>
[GenerateSerializer]
[Immutable]
[Alias("fds.TargetSummary")]
public sealed record TargetSummary([property: Id(0)] string Name, [property: Id(1)] double Mean, [property: Id(2)] double StandardDeviation);
