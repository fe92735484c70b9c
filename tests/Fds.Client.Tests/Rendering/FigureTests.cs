using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Rendering;

/// <summary>Numbers as people write them, and as files keep them.</summary>
public sealed class FigureTests
{
    [Theory]
    [InlineData(119298.0, "119,298")]
    [InlineData(-119298.4, "-119,298")]
    [InlineData(1234567890123.0, "1,234,567,890,123")]
    [InlineData(1e18, "1e18")]
    [InlineData(999.96, "1,000")]
    [InlineData(-999.96, "-1,000")]
    [InlineData(1000.0, "1,000")]
    [InlineData(95.8234, "95.82")]
    [InlineData(0.25, "0.25")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00003, "3e-5")]
    [InlineData(-1.2345e-7, "-1.235e-7")]
    [InlineData(0.0, "0")]
    [InlineData(null, "-")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Number_IsAsPeopleWriteIt(double? number, string words) => Assert.Equal(words, Words.Number(number));

    [Theory]
    [InlineData(-0.25031, 0.0512, "-0.250 ± 0.051")]
    [InlineData(0.25031, 0.0996, "0.25 ± 0.10")]
    [InlineData(3.0, 0.5, "3.00 ± 0.50")]
    [InlineData(119298.0, 1234.0, "119,300 ± 1,200")]
    [InlineData(-0.001, 25.0, "0 ± 25")]
    [InlineData(2.5e-6, 1.25e-7, "(2.50 ± 0.12)e-6")]
    [InlineData(2e18, 3e17, "(2.00 ± 0.30)e18")]
    [InlineData(0.5, null, "0.5")]
    [InlineData(0.5, 0.0, "0.5")]
    [InlineData(0.5, double.NaN, "0.5")]
    [InlineData(null, 0.5, "-")]
    [InlineData(double.NaN, 0.5, "NaN")]
    public void Error_HasTwoDigits(double? number, double? error, string words) => Assert.Equal(words, Words.WithError(number, error));

    [Theory]
    [InlineData(0.95824, 0.0009, "95.82 ± 0.09 %")]
    [InlineData(0.95824, 0.0114, "95.8 ± 1.1 %")]
    [InlineData(0.563, 0.154, "56 ± 15 %")]
    [InlineData(0.95824, 0.00004, "95.82 %")]
    [InlineData(0.95824, null, "95.82 %")]
    [InlineData(double.NaN, 0.1, "-")]
    public void Accuracy_HasNoMoreDecimalsThanItsError(double? share, double? error, string words) => Assert.Equal(words, Words.PercentWithError(share, error));

    /// <summary>A table for people has the error beside its number; csv keeps the columns and the figures that it always had.</summary>
    [Fact]
    public void Hyperparameters_ForPeopleAndForFiles()
    {
        StudyStatus status = Samples.Status(StudyState.Running);

        Assert.Equal(
            "hyperparameter,window,value,hypergradient,signal/noise,sign agreement,step,\nlearningRate,0,0.2,-0.250 ± 0.050,5,100.00 %,0.1,12.50 % clamped\nlearningRate,1,0.05,-,-,-,0.1,\nmomentum,0,0.5,-,-,-,0.1,\n",
            Csv(StudyTables.Hyperparameters(status, TableFigures.People)));
        Assert.Equal(
            "hyperparameter,window,value,hypergradient,standard error,signal/noise,sign agreement,step,\nlearningRate,0,0.2,-0.25,0.05,5,100.00 %,0.1,12.50 % clamped\nlearningRate,1,0.05,-,-,-,-,0.1,\nmomentum,0,0.5,-,-,-,-,0.1,\n",
            Csv(StudyTables.Hyperparameters(status, TableFigures.Files)));
    }

    [Fact]
    public void Methods_ForPeopleAndForFiles()
    {
        StudyResult result = Samples.Result();
        result = result with { Status = result.Status with { Learning = new() { GradientSteps = 119298, Seconds = 192, DeviceSeconds = 1 } } };

        Assert.Equal(
            "method,schedule,validation loss,validation accuracy,test accuracy,gradient steps,time\nfds,learned,0.5,87.50 %,91.0 ± 1.0 %,\"119,298\",3m12s\nfds,best,0.5,87.50 %,-,\"119,298\",3m12s\n",
            Csv(StudyTables.Methods(result, TableFigures.People)));
        Assert.Equal(
            "method,schedule,validation loss,validation accuracy,test accuracy,standard error,gradient steps,seconds\nfds,learned,0.5,87.50 %,91.00 %,1.00 %,1.193E+05,192\nfds,best,0.5,87.50 %,-,-,1.193E+05,192\n",
            Csv(StudyTables.Methods(result, TableFigures.Files)));
    }

    [Fact]
    public void OuterSteps_ForPeople_AreRound()
    {
        using StringWriter table = new();
        ResultTables.OuterSteps(Samples.Result(), TableFigures.People).Dashed().WriteTable(table);

        Assert.Equal(
            """
            OUTER STEP  INNER STEPS  HYPERPARAMETER  WINDOW  VALUE  NEXT VALUE  HYPERGRADIENT   SIGNAL TO NOISE  SIGN AGREEMENT  STEP SIZE  AT RANGE  CONTRIBUTING  VALIDATION LOSS  VALIDATION ACCURACY  GRADIENT STEPS  TIME  PRODUCTS CLAMPED  GRADIENT CLAMPED  UNSTABLE
            0           5            learningRate    0       0.1    0.2         -0.250 ± 0.050  5                1               0.1        false     1             0.5              87.50 %              200             2s    0.125             0.0625            -

            """,
            table.ToString());
    }

    [Fact]
    public void Comparison_AgainstTheHand_HasTwoDigitsOfTheError()
    {
        StudyResult compared = Samples.Compared();
        MethodResult hand = compared.Methods[1] with { Method = StudyMethod.Hand, Retrainings = [Retrained(0, 0.8), Retrained(1, 0.9)] };
        MethodResult fds = compared.Methods[0] with { Retrainings = [Retrained(0, 0.95), Retrained(1, 0.93)] };
        Grid table = ComparisonTable.Of(MethodComparison.Of([compared with { Methods = [fds, hand] }]), wide: false, TableFigures.People);

        Assert.Equal("+9.0 ± 6.0", table.Rows[0][^1]);
        Assert.Equal("4,000", table.Rows[1][6]);
    }

    private static RetrainRecord Retrained(int seed, double accuracy) => Samples.Result().Retrainings[0] with { Seed = seed, TestAccuracy = accuracy };

    private static string Csv(Grid grid)
    {
        using StringWriter writer = new();
        grid.WriteCsv(writer);
        return writer.ToString();
    }
}
