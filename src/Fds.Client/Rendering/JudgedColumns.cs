using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>The columns of a table of methods that say how good they are: with accuracies, or, where the task has none, with losses alone.</summary>
internal sealed class JudgedColumns
{
    private readonly bool hasAccuracy;

    private JudgedColumns(bool hasAccuracy) => this.hasAccuracy = hasAccuracy;

    /// <summary>Their headings.</summary>
    public string[] Headings => hasAccuracy ? ["validation loss", "validation accuracy", "test accuracy", "standard error"] : ["validation loss", "test loss", "standard error"];

    /// <summary>Those of what methods are compared by.</summary>
    public static JudgedColumns Of(TestMeasure measure) => new(measure == TestMeasure.Accuracy);

    /// <summary>One method's cells.</summary>
    public string[] Cells(double? loss, double? accuracy, TestFigures? testAccuracy, TestFigures? testLoss) => hasAccuracy
        ? [Words.Number(loss), Words.Percent(accuracy), Words.Percent(testAccuracy?.Mean), Words.Percent(testAccuracy?.StandardError)]
        : [Words.Number(loss), Words.Number(testLoss?.Mean), Words.Number(testLoss?.StandardError)];
}
