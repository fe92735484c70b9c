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
}
