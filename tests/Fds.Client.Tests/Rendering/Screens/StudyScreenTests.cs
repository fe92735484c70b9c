using System.Text;
using Fds.Client.Rendering;
using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies;
using Fds.Testing;
using Spectre.Console.Testing;
using Xunit;

namespace Fds.Client.Tests.Rendering.Screens;

/// <summary>Screens as literal text, in terminals of three sizes. <c>FDS_UPDATE_TRANSCRIPTS=1</c> writes them anew.</summary>
public sealed class StudyScreenTests
{
    private static readonly (int Width, int Height)[] Sizes = [(80, 24), (40, 20), (200, 60)];
    private static readonly string Folder = Path.Combine(SharedFolder.Checkout, "tests", "Fds.Client.Tests", "Rendering", "Screens");

    public static TheoryData<string> Names => [.. ScreenSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Screen_IsAsRecorded(string name)
    {
        StringBuilder screens = new();
        foreach ((int width, int height) in Sizes)
        {
            screens.Append($"== {width}x{height}\n{string.Join('\n', Lines(name, width, height).Select(line => line.TrimEnd()))}\n");
        }

        string file = Path.Combine(Folder, $"{name}.txt");
        if (Environment.GetEnvironmentVariable("FDS_UPDATE_TRANSCRIPTS") == "1")
        {
            File.WriteAllText(file, screens.ToString());
        }

        Assert.Equal(File.ReadAllText(file), screens.ToString());
    }

    /// <summary>The page that explains it.</summary>
    [Fact]
    public void Screen_InTheDocuments_IsTheOneThatIsDrawn() =>
        Assert.Contains($"```\n{string.Join('\n', Lines("running", 80, 24).Select(line => line.TrimEnd()))}\n```\n", File.ReadAllText(Path.Combine(SharedFolder.Checkout, "docs", "terminal.md")), StringComparison.Ordinal);

    /// <summary>Also where nobody can read it any more.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Screen_OfAnySize_FitsTheTerminal(string name)
    {
        foreach (int width in (int[])[1, 2, 3, 5, 8, 12, 17, 20, 25, 33, 40, 41, 59, 60, 61, 79, 80, 81, 100, 120, 132, 160, 200, 300])
        {
            foreach (int height in (int[])[1, 2, 3, 4, 5, 7, 10, 12, 15, 18, 19, 20, 21, 23, 24, 25, 30, 40, 41, 50, 60, 100])
            {
                string[] lines = Lines(name, width, height);
                Assert.True(lines.Length <= Math.Max(1, height - 1), $"{width}x{height}: {lines.Length} lines");
                Assert.All(lines, line => Assert.True(TextFit.Width(line) <= width, $"{width}x{height}: '{line}' is {TextFit.Width(line)} wide"));
            }
        }
    }

    [Theory]
    [InlineData("running", 40, 20, "learningRate", "momentum", "weightDecay")]
    [InlineData("running", 80, 12, "learningRate", "momentum", "weightDecay")]
    [InlineData("groups", 80, 24, "learningRate of conv1", "learningRate of fc", "momentum", "weightDecay")]
    [InlineData("search", 40, 20, "learningRate", "momentum", "weightDecay")]
    public void Screen_WhereThereIsLittleRoom_StillHasEverySchedule(string name, int width, int height, params string[] schedules) =>
        Assert.All(schedules, schedule => Assert.Contains(Lines(name, width, height), line => line.StartsWith(schedule, StringComparison.Ordinal)));

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 20)]
    public void Screen_BeforeAnythingIsKnown_HasTheEvents(int width, int height)
    {
        using TestConsole console = Console(width, height);
        console.Write(new StudyScreen(null, ScreenSamples.All["running"].Events));

        Assert.Contains("12:00:00 quickstart was submitted", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_BeforeAnythingHappened_IsEmpty()
    {
        using TestConsole console = Console(80, 24);
        console.Write(new StudyScreen(null, []));

        Assert.Equal("", console.Output.Trim());
    }

    [Fact]
    public void Screen_WithNumbersThatAreNone_IsDrawn()
    {
        StudyStatus status = ScreenSamples.All["running"].Status;
        status = status with
        {
            Hyperparameters = [.. status.Hyperparameters.Select(value => value with { Value = double.NaN })],
            LastStep = [.. status.LastStep.Select(value => value with { Hypergradient = double.NaN, StandardError = double.PositiveInfinity, SignAgreement = double.NaN })],
            Replicas = [.. status.Replicas.Select(run => run with { StepsPerSecond = double.NaN, Loss = double.NegativeInfinity })],
            EstimatedRemaining = TimeSpan.MaxValue,
        };
        using TestConsole console = Console(80, 24);
        console.Write(new StudyScreen(status, []));

        Assert.Contains("NaN", console.Output, StringComparison.Ordinal);
    }

    private static string[] Lines(string name, int width, int height)
    {
        (StudyStatus status, IReadOnlyList<StudyEvent> events) = (ScreenSamples.All[name].Status, ScreenSamples.All[name].Events);
        using TestConsole console = Console(width, height);
        console.Write(new StudyScreen(status, events));
        return console.Output.TrimEnd('\n').Split('\n');
    }

    private static TestConsole Console(int width, int height) => new TestConsole().Width(width).Height(height);
}
