using Fds.Claims;

namespace Fds.Architecture.Tests.Claims;

/// <summary>A comparison's rows, from a result folder into the pages.</summary>
public sealed class ComparisonRowTests : IDisposable
{
    private const string Result = """
        {"methods": [
          {"name": "fds", "validationLoss": 0.2, "validationAccuracy": 0.93, "testAccuracy": {"mean": 0.929, "standardError": 0.012}, "gradientSteps": 100.25, "reach": {"results": 6, "gradientSteps": 100.25, "times": 1}},
          {"name": "tpe", "validationLoss": 0.125, "validationAccuracy": 0.95, "testAccuracy": {"mean": 0.96, "standardError": null}, "gradientSteps": 99, "reach": {"results": 9, "gradientSteps": 50, "times": 0.5}},
          {"name": "asha", "validationLoss": null, "validationAccuracy": null, "testAccuracy": null, "gradientSteps": 98, "reach": {"results": 0, "gradientSteps": null, "times": 0.98}}],
         "best": {"name": "fds", "validationLoss": 0.1771, "validationAccuracy": 0.943, "testAccuracy": {"mean": 0.947, "standardError": 0.003}, "gradientSteps": 100.25, "reach": {"results": 6, "gradientSteps": 100.25, "times": 1}}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("fds-rows-").FullName;

    public ComparisonRowTests() => File.WriteAllText(Path.Combine(folder, "result.json"), Result);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Rows_OfAResultFolder_AreThoseOfThePages()
    {
        ComparisonRow[] rows = [.. ComparisonRow.Of(folder)];

        Assert.Equal(
            [
                "| tpe | 96.0 % | 0.125 | 99 | 0.50 |",
                "| fds | 94.7 ± 0.3 % | 0.177 | 100 | 1.00 |",
                "| asha | - | no whole run | 98 | not reached after 0.98 |",
            ],
            ComparisonRow.Readme(rows));
        Assert.Equal(
            [
                "| fds | 0.177 | 94.3 % | 94.7 ± 0.3 % | 6 | 100 | 100 | 1.00 |",
                "| fds, learned | | | 92.9 ± 1.2 % | | | | |",
                "| tpe | 0.125 | 95.0 % | **96.0 %** | 9 | 99 | 50 | 0.50 |",
                "| asha | | | | 0 | 98 | not reached | > 0.98 |",
            ],
            ComparisonRow.Report(rows));
    }

    [Fact]
    public void Differences_AreWhatIsBeyondTheTolerance()
    {
        ComparisonRow tpe = ComparisonRow.Of(folder).Single(row => row.Method == "tpe");

        Assert.Empty((tpe with { Test = "93.1", Loss = "0.187" }).Differences(tpe));
        Assert.Equal(["tpe, test accuracy: 92.9 claimed, 96.0 measured", "tpe, validation loss: 0.189 claimed, 0.125 measured"], (tpe with { Test = "92.9", Loss = "0.189" }).Differences(tpe));
        Assert.Equal(["tpe, gradient steps: 120 claimed, 99 measured"], (tpe with { Cost = "120" }).Differences(tpe));
        Assert.Equal(["tpe: not measured"], tpe.Differences(null));
    }

    [Fact]
    public void Write_PutsThemIntoThePagesAndTheClaims()
    {
        Directory.CreateDirectory(Path.Combine(folder, "eng"));
        Directory.CreateDirectory(Path.Combine(folder, "benchmarks"));
        File.WriteAllText(Path.Combine(folder, "README.md"), $"before\n{ComparisonRow.ReadmeHeader}\n| --- |\n| old |\n\nafter\n");
        File.WriteAllText(Path.Combine(folder, "benchmarks/compare.md"), $"{ComparisonRow.ReportHeader}\n| --- |\n| old |\n| old |\n");
        File.WriteAllText(Path.Combine(folder, "eng/claims.tsv"), "# claims\nclaim\tsides\t1 min\t\t`./fds run -f studies/sides.yaml --data DIR --to OUT`\t\nrow\tsides\ttpe\t9\t9\t9\t9\t9\t9\t9\t9\t40/4\nclaim\tother\t1 min\t\t`./test`\t\n");

        Pages.Write(folder, ClaimFile.Read(Path.Combine(folder, "eng/claims.tsv"))[0], ComparisonRow.Of(folder));

        Claim[] claims = [.. ClaimFile.Read(Path.Combine(folder, "eng/claims.tsv"))];
        Assert.Equal(["sides", "other"], claims.Select(claim => claim.Name));
        Assert.Equal(["fds 3/1.5", "fds, learned 3/1.5", "tpe 40/4", "asha 3/1.5"], claims[0].Rows.Select(row => $"{row.Method} {row.Tolerance}"));
        string readme = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.StartsWith($"before\n{ComparisonRow.ReadmeHeader}\n| --- |\n| tpe | 96.0 % |", readme, StringComparison.Ordinal);
        Assert.EndsWith("|\n\nafter\n", readme, StringComparison.Ordinal);
        Assert.Equal(6, File.ReadAllLines(Path.Combine(folder, "benchmarks/compare.md")).Length);
        Assert.True(Judge.Of(claims[0], "", folder, _ => "", "read").Holds);
    }

    [Theory]
    [InlineData("figure\tnone\tkey\t1\t1\t±1\tlog x")]
    [InlineData("claims\tone")]
    [InlineData("claim\tone")]
    [InlineData("claim\tone\t1 min\t\t`./test`\t\nfigure\tone\tkey\tone\tone\t±1\tlog x")]
    public void File_ThatIsMalformed_IsRefusedWithTheLine(string text)
    {
        string file = Path.Combine(folder, "claims.tsv");
        File.WriteAllText(file, text);

        Assert.StartsWith($"{file}:{text.Split('\n').Length}: ", Assert.Throws<FormatException>(() => ClaimFile.Read(file)).Message, StringComparison.Ordinal);
    }
}
