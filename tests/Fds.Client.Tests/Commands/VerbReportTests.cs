using System.Text.Json;
using Fds.Client.Commands;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>What pause, resume, extend and delete say.</summary>
public sealed class VerbReportTests
{
    [Theory]
    [InlineData(VerbOutcome.Done)]
    [InlineData(VerbOutcome.Unchanged)]
    public void Show_OfWhatWasDone_EndsWellInEveryFormat(VerbOutcome outcome)
    {
        VerbReply reply = new() { Outcome = outcome, Message = "sample is paused", Status = Samples.Status(StudyState.Paused) };

        Assert.StartsWith("NAME    STATE   OUTER STEP", Shown(reply, OutputFormat.Table), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("sample  Paused  1/4", Shown(reply, OutputFormat.Table), StringComparison.Ordinal);
        Assert.Contains("\nsample,Paused,1/4,", Shown(reply, OutputFormat.Csv), StringComparison.Ordinal);
        Assert.Equal("sample\n", Shown(reply, OutputFormat.Name));
        Assert.Contains($"outcome: {outcome}", Shown(reply, OutputFormat.Yaml), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Shown(reply, OutputFormat.Json));
        Assert.Equal("Paused", json.RootElement.GetProperty("status").GetProperty("state").GetString());
        Assert.Equal("sample is paused", json.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void Show_OfAStudyThatIsGone_HasNoAge()
    {
        StudyStatus gone = Samples.Status(StudyState.None) with { SubmittedAt = default };
        string[] cells = Shown(new() { Outcome = VerbOutcome.Done, Message = "sample is deleted", Status = gone }, OutputFormat.Csv).Split('\n')[1].Split(',');
        Assert.Equal("-", cells[^1]);
    }

    [Fact]
    public void Show_OfARefusal_IsAWrongCommandLineWithTheReason()
    {
        using Recorder recorder = new();
        VerbReply reply = new() { Outcome = VerbOutcome.Refused, Message = "sample is running: pause or cancel it first", Status = Samples.Status(StudyState.Running) };

        ConsoleException refusal = Assert.Throws<ConsoleException>(() => VerbReport.Show(reply, new(recorder.Terminal.Out, OutputFormat.Json), recorder.Terminal));
        Assert.Equal((ExitCodes.Usage, reply.Message), (refusal.ExitCode, refusal.Message));
        Assert.Empty(recorder.Data);
    }

    private static string Shown(VerbReply reply, OutputFormat format)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, VerbReport.Show(reply, new(recorder.Terminal.Out, format), recorder.Terminal));
        Assert.Contains($"fds: {reply.Message}", recorder.Talk, StringComparison.Ordinal);
        return recorder.Data;
    }
}
