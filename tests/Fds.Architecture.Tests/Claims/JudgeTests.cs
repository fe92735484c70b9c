using Fds.Claims;

namespace Fds.Architecture.Tests.Claims;

/// <summary>What is held against what.</summary>
public sealed class JudgeTests
{
    private const string Page = "| windows | loss |\n| ---: | ---: |\n| 1 | 0.50 |\n| 2 | > 20 |\n| 4 | 61.1 % ± 4.5 % |\n";

    private static readonly Claim Speed = Claim("`./test --filter-class '*SpeedTests'`") with
    {
        Figures = [new("times", "2.5", 2.5, new("±0.5"), new(@"log ^speed: ([\d.]+)"), [])],
    };

    [Theory]
    [InlineData("Pass", "speed: 2.9", true, "1 test passed; times: 2.5 claimed, 2.9 measured (±0.5)")]
    [InlineData("Pass", "speed: 3.1", false, "times: 2.5 claimed, 3.1 measured (±0.5)")]
    [InlineData("Pass", "", false, "times: 2.5 claimed, nothing measured (±0.5)")]
    [InlineData("Skip", "", null, "1 test skipped: there is no road")]
    [InlineData("Fail", "speed: 2.5", false, "1 of 1 tests failed, Fds.SpeedTests.Speed_IsHigh first: there is no road")]
    public void Tests_ShowAClaimByPassingAndByWhatTheyPrint(string result, string printed, bool? holds, string why)
    {
        TestOutcome[] outcomes = [new("Fds.SpeedTests", "Speed_IsHigh", result, "there is no road\n   at Fds", printed), new("Fds.OtherTests", "Speed_IsLow", "Fail", "", "speed: 0")];

        Assert.Equal(new Verdict(holds, why), Judge.OfTests(Speed, outcomes));
    }

    [Fact]
    public void Tests_ThatAreNotThere_ShowNothing() =>
        Assert.Equal(new Verdict(false, "no test of the last ./test is of '*SpeedTests'"), Judge.OfTests(Speed, [new("Fds.OtherTests", "Any", "Pass", "", "")]));

    [Theory]
    [InlineData("| 1 | 0.52 |\n| 2 | > 20 |\n| 4 | 50.0 % ± 1.0 % |", true, "ran; the tables of page.md are as measured (±10%)")]
    [InlineData("| 1 | 0.56 |\n| 2 | > 20 |\n| 4 | 61.1 % ± 4.5 % |", false, "1, loss: 0.50 claimed, 0.56 measured")]
    [InlineData("| 1 | 0.50 |\n| 2 | 19.5 |\n| 4 | 61.1 % ± 4.5 % |", false, "2, loss: > 20 claimed, 19.5 measured")]
    [InlineData("| 1 | 0.50 |\n| 2 | > 20 |\n| 4 | 20.0 % ± 1.0 % |", false, "4, loss: 61.1 % ± 4.5 % claimed, 20.0 % ± 1.0 % measured")]
    [InlineData("| 1 | 0.50 |\n| 2 | > 20 |", false, "no row 4 was measured")]
    public void Tables_OfAPage_AreThoseThatTheCommandPrints(string rows, bool holds, string why)
    {
        Claim claim = Claim("`dotnet run`") with { Pages = [new("page.md", new("±10%"))] };

        Assert.Equal(new Verdict(holds, why), Judge.Of(claim, $"a machine\n\n| windows | loss |\n| ---: | ---: |\n{rows}\n", folder: null, _ => Page, "ran"));
        Assert.False(Judge.Of(claim, "nothing", folder: null, _ => Page, "ran").Holds);
        Assert.False(Judge.Of(claim, "| other |\n| --- |\n| 1 |\n", folder: null, _ => Page, "ran").Holds);
    }

    [Theory]
    [InlineData("±0.5", 2, 2.5, true)]
    [InlineData("±0.5", 2, 1.4, false)]
    [InlineData("±20%", -10, -12, true)]
    [InlineData("±20%", 10, 12.1, false)]
    [InlineData("×2", 0.01, 0.005, true)]
    [InlineData("×2", 0.01, 0.021, false)]
    [InlineData("<=", 1, 0.5, true)]
    [InlineData(">=", 20, 19, false)]
    [InlineData("±1", 1, double.NaN, false)]
    public void Tolerance_SaysHowFarAFigureMayBe(string tolerance, double claimed, double measured, bool allowed) => Assert.Equal(allowed, new Tolerance(tolerance).Allows(claimed, measured));

    [Fact]
    public void Source_ReadsWhatWasPrintedAndWhatAStudyLeft()
    {
        string folder = Directory.CreateTempSubdirectory("fds-claims-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "result.json"), """{"methods":[{"name":"fds","testAccuracy":{"mean":0.5}}]}""");
            File.WriteAllText(Path.Combine(folder, "windows.csv"), "window,mean,greedy\n0,-1,2\n1,-1,-2\n2,1,-2\n");

            Assert.Equal(1.586, new FigureSource(@"log/1000 peak (\d+)").Read("peak 1586 MB", null)!.Value, 12);
            Assert.Equal(20, new FigureSource(@"log (> \d+)").Read("times > 20", null));
            Assert.Equal(50, new FigureSource("json*100 methods.0.testAccuracy.mean").Read("", folder));
            Assert.Null(new FigureSource("json methods.1.testAccuracy.mean").Read("", folder));
            Assert.Equal(2, new FigureSource("opposite windows.csv mean greedy").Read("", folder));
            Assert.Null(new FigureSource("opposite none.csv mean greedy").Read("", folder));
            Assert.Throws<FormatException>(() => new FigureSource("guess it").Read("", folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("./test --filter-class '*SpeedTests'", "Fds.Core.SpeedTests", "Any", true)]
    [InlineData("./test --filter-class 'Fds.SpeedTests'", "Fds.Core.SpeedTests", "Any", false)]
    [InlineData("./test --filter-class 'Fds.Core.*'", "Fds.Core.Other", "Any", true)]
    [InlineData("./test --filter-method '*Memory_*'", "Fds.SpeedTests", "Memory_IsFlat", true)]
    [InlineData("./test --filter-method '*Memory_*'", "Fds.Memory_Tests", "Any", true)]
    [InlineData("./test --filter-method '*Memory_*'", "Fds.SpeedTests", "Any", false)]
    public void Filter_IsThatOfTheCommand(string command, string type, string method, bool matches) => Assert.Equal(matches, TestFilter.Of(command)!.Matches(type, method));

    private static Claim Claim(string shownBy) => new("speed", "no time", [], shownBy, "", [], [], []);
}
