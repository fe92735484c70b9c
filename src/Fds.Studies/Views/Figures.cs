using Fds.Contracts.Studies;

namespace Fds.Studies.Views;

/// <summary>Results in words: accuracies where a task has them, else losses.</summary>
internal static class Figures
{
    /// <summary>The accuracy; of a task that has none the loss.</summary>
    public static string Of(double? loss, double? accuracy) => accuracy.Known() is null && loss.Known() is not null ? $"loss {loss:G4}" : $"accuracy {accuracy:P2}";

    /// <summary>An accuracy as a part of a sentence, which follows a loss; nothing where the task has none.</summary>
    public static string Beside(double? accuracy) => accuracy.Known() is null ? "" : $", accuracy {accuracy:P2}";
}
