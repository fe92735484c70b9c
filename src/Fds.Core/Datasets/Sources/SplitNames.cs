namespace Fds.Core.Datasets.Sources;

/// <summary>What the folders of training and of test images may be called, in any case.</summary>
internal static class SplitNames
{
    /// <summary>Whether it is a name of the training images' folder.</summary>
    public static bool IsTraining(string name) => Is(name, "train", "training");

    /// <summary>Whether it is a name of the test images' folder.</summary>
    public static bool IsTest(string name) => Is(name, "test", "testing");

    private static bool Is(string name, string one, string other) =>
        name.Equals(one, StringComparison.OrdinalIgnoreCase) || name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
