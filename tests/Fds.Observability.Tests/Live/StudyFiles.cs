namespace Fds.Observability.Tests.Live;

/// <summary>Studies that show what there is to see.</summary>
internal static class StudyFiles
{
    /// <summary>Learns schedules for a small network on drawn digits, with two seeds, for longer than any test.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="innerSteps">How long each of its runs is.</param>
    public static string Digits(string name, int innerSteps = 20) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: {{name}}}
        spec:
          data: {name: glyphs, validationFraction: 0.1}
          model: {name: mlp}
          inner: {batchSize: 16, steps: {{innerSteps}}, gradientClamp: 3, hessianProductClamp: 1}
          hyperparameters:
            learningRate: {windows: 3, initial: 0.05, step: 0.05, range: [0, 1]}
            momentum:     {windows: 1, initial: 0.5, step: 0.05, range: [0, 0.99]}
            weightDecay:  {windows: 1, initial: 1e-4, step: 3e-4, range: [0, 5e-3]}
          outer: {steps: 10000, convergedBelow: 0}
          seeds: {count: 2}
        """;

    /// <summary>Compares methods on the analytic problem.</summary>
    public static string Methods(string name) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: {{name}}}
        spec:
          data: {name: quadratic}
          model: {name: quadratic}
          inner: {batchSize: 1, steps: 20, precision: float64}
          hyperparameters:
            learningRate: {windows: 2, initial: 0, step: 0.1, range: [0, 1.5]}
            momentum:     {windows: 1, initial: 0, step: 0.05, range: [0, 0.9]}
            weightDecay:  {windows: 1, initial: 0, step: 3e-4, range: [0, 5e-3]}
          outer: {steps: 6}
          seeds: {count: 2}
          methods: [fds, rtho, random, tpe]
          search: {trials: 20}
        """;
}
