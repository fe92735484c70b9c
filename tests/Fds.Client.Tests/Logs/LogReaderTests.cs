using Fds.Client.Logs;
using Fds.Contracts.Logs;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly Recorder recorder = new(new FasterTime(10));
    private readonly Dictionary<string, SaidBySilo> silos = [];
    private readonly List<string> shown = [];
    private string[] studies = ["a"];

    public void Dispose() => recorder.Dispose();

    [Fact]
    public async Task Lines_OfSeveralSilos_AreMergedByTime_InPages()
    {
        Add("one").Say(0, 2, 4);
        Add("two").Say(1, 3, 5);

        await Reader().ReadOnce(Show, TestContext.Current.CancellationToken);

        Assert.Equal(["one 0", "two 1", "one 2", "two 3", "one 4", "two 5"], shown);
        Assert.Empty(recorder.Talk);
    }

    [Fact]
    public async Task Silo_ThatDoesNotAnswer_IsNamed_AndTheOthersAreShown()
    {
        Add("one").Say(0);
        Add("two").Fault = new TimeoutException();
        Add("three").Hangs = true;

        await Reader().ReadOnce(Show, TestContext.Current.CancellationToken);

        Assert.Equal(["one 0"], shown);
        Assert.Equal(["fds: the silo three does not answer; the lines of the others are shown", "fds: the silo two does not answer; the lines of the others are shown"], Talk().Order());
        silos["one"].Fault = new TimeoutException();
        Assert.Equal(ExitCodes.Unreachable, (await Assert.ThrowsAsync<ConsoleException>(() => Reader().ReadOnce(Show, TestContext.Current.CancellationToken))).ExitCode);
    }

    [Fact]
    public async Task Following_ThroughTheDeathAndReturnOfASilo_ShowsEveryLineOnce()
    {
        SaidBySilo one = Add("one");
        SaidBySilo two = Add("two");
        int round = 0;
        await Reader().Follow(Show, () => Task.FromResult(Step(++round)), TestContext.Current.CancellationToken);

        Assert.Equal(["one 0", "two 1", "one 2", "one 3", "two 4", "one 5"], shown);
        Assert.Equal(
            [
                "fds: the silo two does not answer; the lines of the others are shown",
                "fds: the silo two is gone; it says no more",
                "fds: the silo two is back",
                "fds: the silo two answers again",
                "fds: the silo two was started anew; what it said before and is not shown is lost",
            ],
            Talk());

        bool Step(int round)
        {
            Action act = round switch
            {
                1 => () => { one.Say(0); two.Say(1); },
                5 => () => { two.Fault = new TimeoutException(); one.Say(2); },
                10 => () => { silos.Remove("two"); one.Say(3); },
                15 => () => { silos["two"] = two; two.StartAnew(); two.Say(4); },
                20 => () => one.Say(5),
                _ => () => { },
            };
            act();
            return round > 25;
        }
    }

    [Fact]
    public async Task Following_WhileASiloHangs_ShowsTheLinesOfTheOthersAsTheyCome()
    {
        SaidBySilo one = Add("one");
        SaidBySilo two = Add("two");
        int round = 0;
        int seen = 0;
        await Reader().Follow(Show, () => Task.FromResult(Step(++round)), TestContext.Current.CancellationToken);

        Assert.Equal(["one 0", "one 1"], shown);
        Assert.Equal(1, seen);
        Assert.Equal(["fds: the silo two does not answer; the lines of the others are shown"], Talk());

        bool Step(int round)
        {
            if (round == 3)
            {
                two.Hangs = true;
                one.Say(0);
            }
            else if (round == 15)
            {
                seen = shown.Count;
                one.Say(1);
            }

            return round > 20;
        }
    }

    [Fact]
    public async Task Following_WhenAMemberComes_ShowsWhatWasSaidOfItBefore_AndNothingTwice()
    {
        SaidBySilo one = Add("one");
        one.Say(0);
        one.SayOf("a-hd", 1);
        one.Say(2);
        int round = 0;
        await Reader().Follow(Show, () => Task.FromResult(Step(++round)), TestContext.Current.CancellationToken);

        Assert.Equal(["one 0", "one 2", "one 1", "one 3"], shown);

        bool Step(int round)
        {
            if (round == 5)
            {
                studies = ["a", "a-hd"];
                one.Say(3);
            }

            return round > 10;
        }
    }

    private SaidBySilo Add(string name) => silos[name] = new(name, Begin);

    private LogReader Reader() => new(
        () => Task.FromResult<IReadOnlyList<string>>([.. silos.Keys]),
        (silo, query) => silos.TryGetValue(silo, out SaidBySilo? found) ? found.Read(query) : throw new TimeoutException(),
        () => new() { Studies = [.. studies] },
        recorder.Terminal);

    private void Show(LogLine line) => shown.Add($"{line.Silo} {line.Message}");

    private string[] Talk() => recorder.Talk.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
