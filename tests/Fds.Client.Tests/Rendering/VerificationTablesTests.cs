using System.Text.Json;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Xunit;

namespace Fds.Client.Tests.Rendering;

/// <summary>What is shown of a verification.</summary>
public sealed class VerificationTablesTests
{
    private static readonly VerificationReport Report = new()
    {
        Study = "sample",
        Outcome = VerificationOutcome.Trustworthy,
        Verdict = "Trustworthy: all agree.",
        Steps = 10,
        StudySteps = 445,
        Precision = Precision.Float32,
        Device = "cpu",
        Values =
        [
            new()
            {
                Kind = HyperparameterKind.LearningRate, Window = 0, At = 0.02, Forward = -0.123456789, Reverse = -0.123456789, ModesError = 0,
                Difference = -0.1234567, DifferenceSpread = 1e-6, DifferenceSettled = true, ForwardError = 7.2e-7, ReverseError = 7.2e-7, OwnForward = -0.1234, OwnReverse = -0.1234, OwnError = 4.6e-4,
            },
            new() { Kind = HyperparameterKind.Momentum, Window = 0, At = 0.9, Forward = 2, Reverse = 2.5, ModesError = 0.2, Difference = 3, DifferenceSpread = 0.4, OwnError = double.NaN },
            new() { Kind = HyperparameterKind.WeightDecay, Window = 0, At = 0, Forward = 1e-9, Reverse = 1e-9, ModesError = 3e-14, OwnError = 0 },
        ],
        Modes = [new() { Name = "forward mode", SecondsPerStep = 0.0223, Bytes = 3 << 20, StudyBytes = 3 << 20 }, new() { Name = "plain training" }],
    };

    [Fact]
    public void Report_AsATable_ShowsValuesModesAndVerdict()
    {
        using StringWriter writer = new();
        VerificationTables.Write(Report, writer, OutputFormat.Table);

        Assert.Equal(
            """
            VALUE         WINDOW  AT    FORWARD    REVERSE    CENTRAL DIFFERENCE  FORWARD TO REVERSE  FORWARD TO DIFFERENCE  REVERSE TO DIFFERENCE  FLOAT32 TO FLOAT64
            learningRate  0       0.02  -0.123457  -0.123457  -0.123457           0                   7.2e-7                 7.2e-7                 0.00046
            momentum      0       0.9   2          2.5        3                   0.2                 not settled            not settled            NaN
            weightDecay   0       0     1e-9       1e-9       -                   3e-14               -                      -                      0

            WAY             TIME PER STEP  MEMORY OVER 10 STEPS  MEMORY OVER THE STUDY'S 445
            forward mode    22.3 ms        3.0 MiB               3.0 MiB
            plain training  -              -                     -

            Trustworthy: all agree.

            """,
            writer.ToString());
    }

    [Fact]
    public void Report_AsJson_HasNamesOfItsOwn()
    {
        using StringWriter writer = new();
        VerificationTables.Write(Report, writer, OutputFormat.Json);
        JsonElement root = JsonDocument.Parse(writer.ToString()).RootElement;

        Assert.Equal(("Trustworthy", "Trustworthy: all agree."), (root.GetProperty("outcome").GetString(), root.GetProperty("verdict").GetString()));
        Assert.Equal(-0.123456789, root.GetProperty("values")[0].GetProperty("forward").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("values")[1].GetProperty("ownError").ValueKind);
        Assert.Equal(0.0223, root.GetProperty("modes")[0].GetProperty("secondsPerStep").GetDouble());
    }

    [Fact]
    public void Report_AsCsv_HasTheValuesAlone()
    {
        using StringWriter writer = new();
        VerificationTables.Write(Report, writer, OutputFormat.Csv);

        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal("momentum,0,0.9,2,2.5,3,2.0E-1,not settled,not settled,NaN", lines[2]);
        Assert.Equal("weightDecay,0,0,1E-09,1E-09,-,3.0E-14,-,-,0", lines[3]);
    }

    [Fact]
    public void Report_InFloat64_HasNoColumnOfItsOwnPrecision()
    {
        using StringWriter writer = new();
        VerificationTables.Write(Report with { Precision = Precision.Float64 }, writer, OutputFormat.Csv);

        Assert.DoesNotContain("float64", writer.ToString(), StringComparison.Ordinal);
    }
}
