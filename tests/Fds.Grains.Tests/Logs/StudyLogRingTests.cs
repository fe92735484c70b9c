using Fds.Contracts.Logs;
using Fds.Grains.Hosting;
using Fds.Grains.Logs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Grains.Tests.Logs;

public sealed class StudyLogRingTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Lines_OfAStudy_AreReadInOrderAndOnce_AndNoOtherStudys()
    {
        StudyLogRing ring = Ring(new());
        Say(ring, "a", "one");
        Say(ring, "b", "not this");
        Say(ring, "a", "two", replica: 3);

        LogPage page = ring.Read(new() { Studies = ["a", "a"] });
        Assert.Equal(["one", "two"], page.Lines.Select(line => line.Message));
        Assert.False(page.HasMore);
        LogQuery next = new() { Studies = ["a"], Process = page.Process, After = page.Last };
        Assert.Empty(ring.Read(next).Lines);
        Say(ring, "a", "three");
        Assert.Equal(["three"], ring.Read(next).Lines.Select(line => line.Message));
        Assert.Equal(["two"], ring.Read(new() { Studies = ["a"], Replica = 3 }).Lines.Select(line => line.Message));

        // What was read of another process says nothing of this one.
        Assert.Equal(3, ring.Read(next with { Process = Guid.NewGuid() }).Lines.Length);
        Assert.Empty(ring.Read(new() { Studies = ["c"] }).Lines);
    }

    [Fact]
    public void Lines_BeyondAStudysShare_PushItsOwnOldestOut()
    {
        StudyLogRing ring = Ring(new() { StudyLogLines = 3 });
        Say(ring, "quiet", "kept");
        foreach (int i in Enumerable.Range(0, 10))
        {
            Say(ring, "loud", $"{i}");
        }

        LogPage loud = ring.Read(new() { Studies = ["loud"] });
        Assert.Equal(["7", "8", "9"], loud.Lines.Select(line => line.Message));
        Assert.Equal(7, loud.Dropped);
        LogPage quiet = ring.Read(new() { Studies = ["quiet"] });
        Assert.Equal(("kept", 0L), (Assert.Single(quiet.Lines).Message, quiet.Dropped));
    }

    [Fact]
    public void Lines_BeyondTheBytes_PushTheOldestOfAllOut()
    {
        // 200 bytes for each line and two for each character.
        StudyLogRing ring = Ring(new() { StudyLogBytes = 3 * 400 });
        Say(ring, "first", new string('x', 100));
        foreach (int i in Enumerable.Range(0, 3))
        {
            Say(ring, "second", new string('x', 100));
        }

        Assert.Empty(ring.Read(new() { Studies = ["first"] }).Lines);
        Assert.Equal(3, ring.Read(new() { Studies = ["second"] }).Lines.Length);
        StudyLogRing none = Ring(new() { StudyLogBytes = 0 });
        Say(none, "a", "x");
        Assert.Empty(none.Read(new() { Studies = ["a"] }).Lines);
    }

    [Fact]
    public void Lines_ThatAreTooOld_AreGone_AndAgeAndTimeLimitWhatIsRead()
    {
        StudyLogRing ring = Ring(new() { StudyLogAge = TimeSpan.FromHours(1) });
        DateTimeOffset begin = time.GetUtcNow();
        Say(ring, "a", "old");
        time.Advance(TimeSpan.FromMinutes(50));
        Say(ring, "a", "young");

        Assert.Equal(["old", "young"], ring.Read(new() { Studies = ["a"] }).Lines.Select(line => line.Message));
        Assert.Equal(["young"], ring.Read(new() { Studies = ["a"], Age = TimeSpan.FromMinutes(10) }).Lines.Select(line => line.Message));
        Assert.Equal(["young"], ring.Read(new() { Studies = ["a"], From = begin + TimeSpan.FromMinutes(1) }).Lines.Select(line => line.Message));
        time.Advance(TimeSpan.FromMinutes(11));
        LogPage page = ring.Read(new() { Studies = ["a"] });
        Assert.Equal(("young", 0L), (Assert.Single(page.Lines).Message, page.Dropped));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(ring.Read(new() { Studies = ["a"] }).Lines);
    }

    [Fact]
    public void Lines_ThatAreMany_AreReadInPages()
    {
        StudyLogRing ring = Ring(new());
        foreach (int i in Enumerable.Range(0, 1200))
        {
            Say(ring, "a", $"{i}");
        }

        List<string> read = [];
        LogQuery query = new() { Studies = ["a"] };
        LogPage page;
        int pages = 0;
        do
        {
            page = ring.Read(query);
            read.AddRange(page.Lines.Select(line => line.Message));
            query = query with { Process = page.Process, After = page.Last };
            pages++;
        }
        while (page.HasMore);

        Assert.Equal(Enumerable.Range(0, 1200).Select(i => $"{i}"), read);
        Assert.Equal(3, pages);
    }

    private static void Say(StudyLogRing ring, string study, string message, int? replica = null) =>
        ring.Add(new() { Sequence = 0, At = default, Silo = "silo", Level = LogLineLevel.Information, EventId = 1, Study = study, Replica = replica, Message = message });

    private StudyLogRing Ring(FdsSiloOptions options) => new(Options.Create(options), time);
}
