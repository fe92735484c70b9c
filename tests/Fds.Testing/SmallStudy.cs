namespace Fds.Testing;

/// <summary>A study as a user writes it.</summary>
public static class SmallStudy
{
    /// <summary>A study of some seconds: two outer steps of two seeds, and a retraining.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="innerSteps">How long each of its runs is.</param>
    public static string Yaml(string name, int innerSteps = 200) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: {{name}}}
        spec:
          data: {name: glyphs}
          model: {name: mlp}
          inner: {batchSize: 64, steps: {{innerSteps}}}
          hyperparameters:
            learningRate: {windows: 3, initial: 0.01}
          outer: {steps: 2}
          seeds: {count: 2}
          retrain: {seeds: 1}
        """;

    /// <summary>A study that is over at once: a quadratic bowl, two outer steps.</summary>
    public static string Quadratic(string name) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: {{name}}}
        spec:
          data: {name: quadratic}
          model: {name: quadratic}
          inner: {batchSize: 1, steps: 20}
          hyperparameters:
            learningRate: {windows: 2}
          outer: {steps: 2}
        """;
}
