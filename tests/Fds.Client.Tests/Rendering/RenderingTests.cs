using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Fds.Core.Runtime;
using Spectre.Console.Testing;
using Xunit;

namespace Fds.Client.Tests.Rendering;

/// <summary>What people and programs read.</summary>
public sealed class RenderingTests
{
    private static readonly int[] Widths = [1, 10, 20, 40, 80, 200];
    private static readonly int[] Heights = [1, 2, 5, 10, 24, 60];

    [Fact]
    public void Table_IsAligned()
    {
        using StringWriter writer = new();
        new Grid(["name", "n"], [["long name", "1"], ["x", "22"]]).WriteTable(writer);
        Assert.Equal($"NAME       N{Environment.NewLine}long name  1{Environment.NewLine}x          22{Environment.NewLine}", writer.ToString());
    }

    [Fact]
    public void ClusterScreen_ShowsSilosSlotsAndQueue() => Assert.Equal(
        """
        2026-03-01T12:00:00Z  1 silos, 1 of 2 slots busy, 2 waiting

        silo    status  slots  busy  address
        silo-a  Active  2      1     10.0.0.1:1@1

        device    pool  hardware           runs                                     attempt  for
        silo-a/0  cuda  cuda:0, 80 GiB     sample, outer step 3, replica 1 share 2  2        1m15s
        silo-a/1  cuda  cuda:1, 1 threads  idle                                     -        -

        place   pool  study  work
        1 of 2  cuda  other  learned 0
        2 of 2  cuda  other  best 0
        """,
        Cluster(100, 40));

    [Fact]
    public void ClusterScreen_InASmallTerminal_HasWhatRunsAndWhatWaits() => Assert.Equal(
        """
        2026-03-01T12:00:00Z  1 silos, 1 of 2 s…
        silo   status slots busy address
        silo-a Active 2     1    10.0.0.1:1@1
        device   pool runs                 for
        silo-a/0 cuda sample, ou…1 share 2 1m15s
        silo-a/1 cuda idle                 -
        place  pool study work
        1 of 2 cuda other learned 0
        2 of 2 cuda other best 0
        """,
        Cluster(40, 10));

    [Fact]
    public void ClusterScreen_OfAnySize_FitsTheTerminal()
    {
        foreach ((int width, int height) in from width in Widths from height in Heights select (width, height))
        {
            string[] lines = Cluster(width, height).Split('\n');
            Assert.True(lines.Length <= Math.Max(1, height - 1), $"{width}x{height}: {lines.Length} lines");
            Assert.All(lines, line => Assert.True(line.Length <= width, $"{width}x{height}: '{line}'"));
        }
    }

    private static string Cluster(int width, int height)
    {
        using TestConsole console = new TestConsole().Width(width).Height(height);
        console.Write(new ClusterScreen(Samples.Cluster()));
        return string.Join('\n', console.Output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public void Lines_TellEveryEventAndNoProgressTooOften()
    {
        using Recorder recorder = new();
        ProgressLines lines = new(recorder.Terminal.Time, recorder.Terminal.Say);
        lines.Show(Samples.Event(1, StudyEventKind.Submitted));
        lines.Show(Samples.Event(1, StudyEventKind.Progress, Samples.Status(StudyState.Running)));
        lines.Show(Samples.Event(2, StudyEventKind.OuterStepCompleted, Samples.Status(StudyState.Running)));

        Assert.Equal(
            $"2026-03-01T12:00:00Z event 1{Environment.NewLine}2026-03-01T12:00:00Z event 2{Environment.NewLine}2026-03-01T12:00:00Z   now learningRate 0.2 0.05  momentum 0.5{Environment.NewLine}",
            recorder.Talk);
    }

    [Fact]
    public void Json_HasNoNumberThatIsNone()
    {
        string json = MachineFormats.JsonLine(Samples.Event(7, StudyEventKind.Progress, Samples.Status(StudyState.Running) with { BestValidationAccuracy = double.NaN }));
        Assert.StartsWith("""{"sequence":7,"at":"2026-03-01T12:00:00+00:00","kind":"Progress",""", json, StringComparison.Ordinal);
        Assert.Contains("\"bestValidationAccuracy\":null", json, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', json);
    }

    [Fact]
    public void Yaml_SaysTheSame()
    {
        string yaml = MachineFormats.Yaml(Samples.Status(StudyState.Running));
        Assert.Contains("name: sample", yaml, StringComparison.Ordinal);
        Assert.Contains("stepsPerSecond: 12.5", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0.25, "50.00 %")]
    [InlineData(null, 0.25, "loss 0.25")]
    [InlineData(double.NaN, 0.25, "loss 0.25")]
    [InlineData(null, null, "-")]
    [InlineData(double.NaN, double.NaN, "-")]
    public void Merit_IsTheAccuracy_OrWhereThereIsNoneTheLoss(double? accuracy, double? loss, string words) => Assert.Equal(words, Words.Merit(accuracy, loss));

    [Theory]
    [InlineData(0.4, "0s")]
    [InlineData(59, "59s")]
    [InlineData(75, "1m15s")]
    [InlineData(3725, "1h02m")]
    [InlineData(90000, "1d01h")]
    [InlineData(86400.0 * 3652, "3652d00h")]
    [InlineData(86400.0 * 3653, "10 years")]
    public void Span_IsShort(double seconds, string words) => Assert.Equal(words, Words.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Computation_SaysModeCostAndWhy()
    {
        HypergradientComputation computed = new() { Mode = HypergradientMode.Reverse, Reason = "6 columns are live", Memory = ReverseMemory.Segments, Bytes = 3 << 20, CostPerStep = 4.95 };

        Assert.Equal("reverse mode, keeping segments, 5 gradient steps per inner step: 6 columns are live", Words.Computation(computed with { CostPerStep = 4.96 }));
        Assert.Equal("forward mode, 13 gradient steps per inner step: inner.mode is forward", Words.Computation(new() { Mode = HypergradientMode.Forward, Reason = "inner.mode is forward", CostPerStep = 13 }));
        Assert.Equal(("3.0 MiB", "-"), (MemoryAmount.Words(computed.Bytes), MemoryAmount.Words(null)));
    }

    /// <summary>A plan can take longer than any time that the runtime has words for, or have no time at all.</summary>
    [Theory]
    [InlineData(75, "1m15s")]
    [InlineData(3.15576e10, "1000 years")]
    [InlineData(3.15576e17, "1E+10 years")]
    [InlineData(double.PositiveInfinity, "Infinity years")]
    [InlineData(double.NaN, null)]
    public void Duration_OfAnySeconds_HasWords(double seconds, string? words) => Assert.Equal(words, Words.Duration(seconds));
}
