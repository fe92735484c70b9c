using Fds.Contracts.Studies;

namespace Fds.Cluster.Tests;

/// <summary>Small studies on drawn digits.</summary>
internal static class Studies
{
    /// <summary>A study of a few seconds: an MLP, three learning-rate windows, momentum and weight decay.</summary>
    public static StudySubmission Small(string name, int outerSteps = 4, int innerSteps = 40, int retrainings = 1, string data = "glyphs") => new()
    {
        File = $"{name} {outerSteps} {innerSteps}",
        Specification = new()
        {
            Name = name,
            Data = new() { Name = data },
            Model = new() { Name = "mlp" },
            Inner = new() { BatchSize = 64, Steps = innerSteps, GradientClamp = 3, HessianProductClamp = 1 },
            Hyperparameters = new()
            {
                LearningRate = new() { Initial = [0, 0, 0], Step = 0.1, Minimum = 0, Maximum = 1 },
                Momentum = new() { Initial = [0], Step = 0.1, Minimum = 0, Maximum = 0.99 },
                WeightDecay = new() { Initial = [0], Step = 3e-4, Minimum = 0, Maximum = 5e-3 },
            },
            Outer = new() { Steps = outerSteps },
            Seeds = new() { Count = 2 },
            Retrain = new() { Seeds = retrainings },
        },
    };

    /// <summary>A study of milliseconds: the analytic problem, four learning-rate windows and momentum, no retraining.</summary>
    public static StudySubmission Quadratic(string name, int outerSteps = 2, int seeds = 2, long seed = 0) => new()
    {
        File = $"{name} {outerSteps} {seeds} {seed}",
        Specification = new()
        {
            Name = name,
            Data = new() { Name = ModelSpecification.Quadratic },
            Model = new() { Name = ModelSpecification.Quadratic },
            Inner = new() { BatchSize = 1, Steps = 8, Precision = Precision.Float64 },
            Hyperparameters = new()
            {
                LearningRate = new() { Initial = [0.1, 0.1, 0.1, 0.1], Step = 0.1, Minimum = 0, Maximum = 1.5 },
                Momentum = new() { Initial = [0], Step = 0.05, Minimum = 0, Maximum = 0.9 },
                WeightDecay = new() { Initial = [0], Step = 1, Minimum = 0, Maximum = 1, Learn = false },
            },
            Outer = new() { Steps = outerSteps },
            Seeds = new() { Count = seeds, Base = seed },
            Retrain = new() { Seeds = 0 },
        },
    };

    /// <summary>A search of the analytic problem's schedules whose trials take milliseconds, two at once.</summary>
    public static StudySubmission Search(string name, StudyMethod method, int trials)
    {
        StudySubmission quadratic = Quadratic(name);
        return new()
        {
            File = $"{name} {method} {trials}",
            Specification = quadratic.Specification with { Methods = [method], Search = new() { Trials = trials }, Resources = new() { Device = "cpu", Parallelism = 2 } },
        };
    }
}
