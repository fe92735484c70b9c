using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>The columns of a table of methods that say how good they are: with accuracies, or, where the task has none, with losses alone.</summary>
internal sealed class JudgedColumns
{
    private readonly bool hasAccuracy;
    private readonly TableFigures figures;

    private JudgedColumns(bool hasAccuracy, TableFigures figures) => (this.hasAccuracy, this.figures) = (hasAccuracy, figures);

    /// <summary>Their headings.</summary>
    public string[] Headings => hasAccuracy ? ["validation loss", "validation accuracy", .. figures.Headings("test accuracy", "standard error")] : ["validation loss", .. figures.Headings("test loss", "standard error")];

    /// <summary>Those of what methods are compared by.</summary>
    public static JudgedColumns Of(TestMeasure measure, TableFigures figures) => new(measure == TestMeasure.Accuracy, figures);

    /// <summary>One method's cells.</summary>
    public string[] Cells(double? loss, double? accuracy, TestFigures? testAccuracy, TestFigures? testLoss) => hasAccuracy
        ? [figures.Number(loss), Words.Percent(accuracy), .. figures.PercentWithError(testAccuracy?.Mean, testAccuracy?.StandardError)]
        : [figures.Number(loss), .. figures.WithError(testLoss?.Mean, testLoss?.StandardError)];
}
