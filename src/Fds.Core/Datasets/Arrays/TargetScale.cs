namespace Fds.Core.Datasets.Arrays;

/// <summary>How a real target was standardised: (value − mean) / standard deviation.</summary>
/// <param name="Name">What the target is called.</param>
/// <param name="Mean">Mean over the training examples, in the target's unit.</param>
/// <param name="StandardDeviation">Standard deviation over the training examples, in the target's unit; positive.</param>
public sealed record TargetScale(string Name, double Mean, double StandardDeviation);
