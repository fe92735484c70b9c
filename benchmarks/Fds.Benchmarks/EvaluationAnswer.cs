namespace Fds.Benchmarks;

/// <summary>What a run reached.</summary>
/// <param name="Loss">On the validation examples, or after retraining on the test examples; null: it diverged.</param>
/// <param name="Accuracy">On the same examples.</param>
/// <param name="GradientSteps">What the run cost, with its evaluation.</param>
internal sealed record EvaluationAnswer(double? Loss, double? Accuracy, double GradientSteps);
