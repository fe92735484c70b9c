using Fds.Client.Following;
using Fds.Client.Rendering;
using Fds.Client.Streams;
using Fds.Client.Tests.Rendering.Screens;
using Fds.Contracts.Studies;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace Fds.Client.Tests.Following;

/// <summary>Following on a screen, and its end when nobody reads what is told.</summary>
public sealed class StudyFollowerTests
{
    [Fact]
    public async Task Follower_WhenNobodyReadsIt_EndsThoughTheStudyGoesOn()
    {
        // The study is told of without end: it runs, and its events never are the last.
        ScriptedStudy study = new([Samples.Event(1, StudyEventKind.Submitted)], [], StudyState.Running);
        using Recorder recorder = new();
        bool unread = false;
        List<StudyEvent> told = [];

        await Assert.ThrowsAsync<ReaderGoneException>(() => new StudyFollower(recorder.Terminal).Follow(
            study, happened => { told.Add(happened); unread = true; }, () => unread, TestContext.Current.CancellationToken));
        Assert.Single(told);
    }

    [Fact]
    public async Task Follower_WhenItIsInterrupted_IsNotTakenForUnread()
    {
        ScriptedStudy study = new([Samples.Event(1, StudyEventKind.Submitted)], [], StudyState.Running);
        using Recorder recorder = new();
        using CancellationTokenSource interruption = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StudyFollower(recorder.Terminal).Follow(
            study, _ => interruption.Cancel(), () => false, interruption.Token));
    }

    [Fact]
    public async Task Follower_OnAScreen_EndsWithTheStudysLastScreen_AndNeverErasesWhatItReplaces()
    {
        VirtualTerminal screen = new(80, 24);
        await Follow(screen, Told("running", "running", "finished"));

        Assert.Equal(Drawn("finished", 80, 24), screen.Screen);
        Assert.DoesNotContain("\e[2J", screen.Written, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2K", screen.Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(120, 40)]
    [InlineData(60, 24)]
    public async Task Follower_WhenTheTerminalGetsAnotherSize_DrawsTheScreenAnewInThatSize(int width, int height)
    {
        VirtualTerminal screen = new(80, 24);
        StudyEvent[] events = Told("running", "running", "finished");
        await Follow(screen, events, beforeEvent: 2, () => (screen.Width, screen.Height) = (width, height));

        Assert.Equal(Drawn("finished", width, height), screen.Screen);
    }

    [Fact]
    public async Task Follower_ThatIsQuiet_SaysNothingUntilTheEnd()
    {
        using Recorder quiet = new();
        using Recorder usual = new();
        StudyEvent[] events = Told("running", "finished");

        await new StudyFollower(quiet.Terminal with { IsQuiet = true }).Follow(new ScriptedStudy(events, [], StudyState.Succeeded), TestContext.Current.CancellationToken);
        await new StudyFollower(usual.Terminal).Follow(new ScriptedStudy(events, [], StudyState.Succeeded), TestContext.Current.CancellationToken);

        Assert.Empty(quiet.Talk);
        Assert.Contains("the study has succeeded", usual.Talk, StringComparison.Ordinal);
    }

    private static StudyEvent[] Told(params string[] names) =>
        [.. names.Select((name, i) => Samples.Event(i + 1, StudyEventKind.Progress, ScreenSamples.All[name].Status)), .. ScreenSamples.All[names[^1]].Events.Select((happened, i) => happened with { Sequence = names.Length + i + 1 })];

    private static string[] Drawn(string name, int width, int height)
    {
        using TestConsole console = new TestConsole().Width(width).Height(height);
        console.Write(new StudyScreen(ScreenSamples.All[name].Status, ScreenSamples.All[name].Events));
        return [.. console.Output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }

    private static async Task Follow(VirtualTerminal screen, StudyEvent[] events, int beforeEvent = -1, Action? then = null)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = screen, Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors });
        Terminal terminal = new(TextWriter.Null, console, TimeProvider.System);
        ScriptedStudy study = new(events, [], StudyState.Succeeded) { Before = place => { if (place == beforeEvent) { then?.Invoke(); } } };
        await new StudyFollower(terminal).Follow(study, TestContext.Current.CancellationToken);
    }
}
