using Fds.Core.Datasets;

namespace Fds.Studies.Numerics;

/// <summary>The facts about a study's data that are known before any run.</summary>
/// <param name="Training">Examples to train and to validate on.</param>
/// <param name="Test">Examples of the test set.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Channels">Of an image.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
internal sealed record DataShape(int Training, int Test, int Classes, int Channels, int Height, int Width)
{
    /// <summary>The analytic problem has no data.</summary>
    public static DataShape None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>That of a data set.</summary>
    public static DataShape Of(Dataset data) => new(data.Training.Count, data.Test.Count, data.Classes, data.Training.Channels, data.Training.Height, data.Training.Width);
}
