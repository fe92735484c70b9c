using System.Text.Json;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Results;

/// <summary>Methods side by side: the same clock for all of them.</summary>
public sealed class MethodComparisonTests
{
    /// <summary>Seed by seed: what one seed's data are worth is no difference between methods.</summary>
    [Fact]
    public void AgainstHand_IsTheDifferenceOverTheSeedsThatBothHave()
    {
        static RetrainRecord Run(int seed, double accuracy, ReplicaState state = ReplicaState.Completed) => new()
        {
            Schedule = RetrainedSchedule.Learned, Seed = seed, State = state, TestLoss = 1, TestAccuracy = accuracy, InnerSteps = 5, GradientSteps = 5, Seconds = 1,
        };
        StudyResult compared = Samples.Compared();
        MethodResult fds = compared.Methods[0] with { Retrainings = [Run(0, 0.9), Run(1, 0.8), Run(2, 0.7), Run(3, 0.6)] };
        MethodResult hand = compared.Methods[1] with { Method = StudyMethod.Hand, Retrainings = [Run(1, 0.78), Run(0, 0.9), Run(2, 0.66), Run(3, double.NaN, ReplicaState.Diverged)] };

        MethodComparison comparison = MethodComparison.Of([compared with { Methods = [fds, hand] }]);
        StringWriter table = new();
        ComparisonTable.Of(comparison, wide: false, TableFigures.Files).WriteCsv(table);

        Assert.Equal(0.165, comparison.Rows[0].AgainstHand!.Mean, 1e-12);
        Assert.Equal([0, 0.02, 0.04, 0.6], comparison.Rows[0].AgainstHand!.Values, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Null(comparison.Rows[^1].AgainstHand);
        Assert.Contains(",against hand\n", table.ToString(), StringComparison.Ordinal);
        Assert.Contains(",+16.50 ± 14.5", table.ToString(), StringComparison.Ordinal);
        MethodResult alike = hand with { Method = StudyMethod.Tpe, Retrainings = [Run(0, 0.9 - 1e-6), Run(1, 0.78 - 1e-6)] };
        Assert.Equal("0.00 ± 0.00", ComparisonTable.Of(MethodComparison.Of([compared with { Methods = [alike, hand] }]), wide: false, TableFigures.Files).Rows[0][^1]);
        Assert.DoesNotContain("against hand", string.Join(' ', ComparisonTable.Of(MethodComparison.Of([compared]), wide: false, TableFigures.Files).Headings), StringComparison.Ordinal);
    }

    /// <summary>Of a task without accuracy, test losses are compared, and less is better; a retraining that diverged counts as a constant guess.</summary>
    [Fact]
    public void Comparison_OfLosses_SaysLosses()
    {
        static RetrainRecord Run(int seed, double loss, ReplicaState state = ReplicaState.Completed) => new()
        {
            Schedule = RetrainedSchedule.Learned, Seed = seed, State = state, TestLoss = loss, TestAccuracy = double.NaN, PriorLoss = 1, InnerSteps = 5, GradientSteps = 5, Seconds = 1,
        };
        StudyResult compared = Samples.Compared();
        static MethodResult Lossy(MethodResult method) => method with
        {
            ValidationAccuracy = double.NaN,
            Curve = [.. method.Curve.Select(point => point with { ValidationAccuracy = double.NaN, BestAccuracy = double.NaN })],
        };
        MethodResult fds = Lossy(compared.Methods[0]) with { Retrainings = [Run(0, 0.25), Run(1, 0.5)] };
        MethodResult hand = Lossy(compared.Methods[1]) with { Method = StudyMethod.Hand, Retrainings = [Run(0, 0.5), Run(1, double.NaN, ReplicaState.Diverged)] };
        StudyResult result = compared with { Methods = [fds, hand], OuterSteps = [], Retrainings = [] };

        Grid table = ComparisonTable.Of(MethodComparison.Of([result]), wide: false, TableFigures.Files);

        Assert.Equal(["study", "method", "validation loss", "test loss", "standard error", "results", "gradient steps", "to reach fds", "times fds", "against hand"], table.Headings);
        Assert.Equal(("0.375", "0.125", "+0.375 ± 0.125"), (table.Rows[0][3], table.Rows[0][4], table.Rows[0][^1]));
        Assert.Equal("0.5", table.Rows[1][3]);
        Assert.DoesNotContain(table.Rows.SelectMany(row => row), cell => cell.Contains("NaN", StringComparison.Ordinal) || cell.Contains('%'));
        Assert.Null(MethodComparison.Of([result]).Rows[0].TestAccuracy);
    }

    [Fact]
    public void Comparison_MeasuresEveryMethodAtTheBestOuterStepOfFds()
    {
        MethodComparison comparison = MethodComparison.Of([Samples.Compared()]);

        Assert.Equal((0.25, 1000.0), (comparison.Target!.Value, comparison.CostOfTarget!.GradientSteps));
        Assert.Equal(["fds", "fds, learned", "random", "hd"], comparison.Rows.Select(row => row.Method));
        Assert.Equal([1000.0, 1000.0, 2000.0, null], comparison.Rows.Select(row => row.CostToReach?.GradientSteps));
        Assert.Equal([1.0, 1.0, 2.0, 0.5], comparison.Rows.Select(row => row.Times!.Value));
        Assert.Equal([1.0, 1.0, 2.0, 0.5], comparison.Rows.Select(row => row.DeviceTimes!.Value));
        Assert.Equal([(2, 0), (2, 0), (3, 1), (1, 0)], comparison.Rows.Select(row => (row.Evaluations, row.LeftOut)));

        // The best schedule's retraining diverged; the learned one was never validated.
        Assert.Null(comparison.Rows[0].TestAccuracy);
        Assert.Equal(0.91, comparison.Rows[1].TestAccuracy!.Mean, 12);
        Assert.Null(comparison.Rows[1].ValidationLoss);
        Assert.Equal(0.8, comparison.Rows[2].TestAccuracy!.Mean, 12);
        Assert.Null(comparison.Rows[3].TestAccuracy);
    }

    [Fact]
    public void Comparison_WithoutFds_HasNoTarget()
    {
        MethodComparison comparison = MethodComparison.Of([Samples.Compared() with { Methods = [.. Samples.Compared().Methods.Skip(1)] }]);

        Assert.Null(comparison.Target);
        Assert.All(comparison.Rows, row => Assert.Null(row.Times));
        StringWriter table = new();
        ComparisonTable.Of(comparison, wide: true, TableFigures.Files).WriteCsv(table);
        Assert.Contains("sample-hd,hd,0.375,62.50 %,-,-,1,500,-,-,0,5,-,-,Succeeded", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_SaysWhatWasNotReached()
    {
        StringWriter table = new();
        ComparisonTable.Of(MethodComparison.Of([Samples.Compared()]), wide: true, TableFigures.Files).WriteCsv(table);

        string[] rows = table.ToString().Split('\n');
        Assert.StartsWith("study,method,validation loss,validation accuracy,test accuracy,standard error,results,gradient steps,to reach fds,times fds,left out", rows[0], StringComparison.Ordinal);
        Assert.Equal("sample-random,random,0.125,87.50 %,80.00 %,-,3,4000,2000,2.00,1,40,20,2.00,Succeeded", rows[3]);
        Assert.Equal("sample-hd,hd,0.375,62.50 %,-,-,1,500,not reached,> 0.50,0,5,not reached,> 0.50,Succeeded", rows[4]);
    }

    [Fact]
    public void Folder_OfAComparison_HasEveryMethodsCurveTrialsAndSummary()
    {
        using TemporaryFolder folder = new();
        Samples.Write(Samples.Compared(), folder.Path);

        string[] curves = File.ReadAllLines(folder["curves.csv"]);
        Assert.Equal("study,method,number,gradientSteps,deviceSeconds,seconds,validationLoss,validationAccuracy,bestValidationLoss,bestValidationAccuracy", curves[0]);
        Assert.Equal("sample-random,random,1,2000,20,10,0.25,0.75,0.25,0.75", curves[4]);
        Assert.Equal(7, curves.Length);
        Assert.Contains("random,Trial,,3,Diverged,5,NaN,,5,0.5,local/1,1,not finite", File.ReadAllText(folder["trials.csv"]), StringComparison.Ordinal);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        Assert.Equal(["fds", "random", "hd"], summary.RootElement.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("name").GetString()));
        Assert.Equal(4000, summary.RootElement.GetProperty("methods")[1].GetProperty("gradientSteps").GetDouble());
        Assert.Equal("fds", summary.RootElement.GetProperty("best").GetProperty("name").GetString());
        Assert.Equal(
            ["2 1000 1", "3 2000 2", "1  0.5"],
            summary.RootElement.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("reach")).Select(reach => $"{reach.GetProperty("results")} {reach.GetProperty("gradientSteps")} {reach.GetProperty("times")}"));
    }
}
