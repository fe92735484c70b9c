using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Grains.Tests.Studies;

/// <summary>Studies with two learned learning-rate windows, a momentum that is not learned, and one learned weight decay.</summary>
internal static class TestStudies
{
    public static StudySpecification Specification(string name = "study", int steps = 2, int seeds = 2, int retrainings = 1, string device = "cpu") => new()
    {
        Name = name,
        Data = new() { Name = "glyphs" },
        Model = new() { Name = "mlp" },
        Inner = new() { BatchSize = 10, Steps = 8 },
        Hyperparameters = new()
        {
            LearningRate = new() { Initial = [0.5, 0.5], Step = 0.125, Minimum = 0, Maximum = 1 },
            Momentum = new() { Initial = [0.75], Step = 0.25, Minimum = 0, Maximum = 1, Learn = false },
            WeightDecay = new() { Initial = [0.25], Step = 0.125, Minimum = 0, Maximum = 0.25 },
        },
        Outer = new() { Steps = steps },
        Seeds = new() { Count = seeds },
        Retrain = new() { Seeds = retrainings },
        Resources = new() { Device = device },
    };

    public static StudySubmission Submission(StudySpecification specification) => new() { Specification = specification, File = $"file of {specification.Name}" };

    public static ImmutableArray<double> Gradient(double first, double second, double decay) => [first, second, decay];
}
