using Fds.Core.Datasets;

namespace Fds.Studies.Numerics;

/// <summary>The facts about a study's data that are known before any run.</summary>
/// <param name="Training">Examples to train and to validate on.</param>
/// <param name="Test">Examples of the test set.</param>
/// <param name="Form">What one example looks like.</param>
internal sealed record DataShape(int Training, int Test, ExampleForm Form)
{
    /// <summary>The analytic problem has no data.</summary>
    public static DataShape None { get; } = new(0, 0, new() { Input = [] });

    /// <summary>That of a data set.</summary>
    public static DataShape Of(Dataset data) => new(data.TrainingCount, data.TestCount, data.Form);
}
