using Fds.Grains.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Grains.Tests.Devices;

/// <summary>What is lent, when it is made anew, and when it goes.</summary>
public sealed class LendingCacheTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly LendingCache<string, Thing> cache;
    private readonly List<Thing> made = [];
    private string? madeOf = "old";
    private int looks;

    public LendingCacheTests() => cache = new(time);

    public void Dispose() => cache.Dispose();

    [Fact]
    public void Borrow_OfWhatIsThere_SharesIt()
    {
        using Loan<Thing> first = Borrow("a");
        using Loan<Thing> second = Borrow("a");

        Assert.Same(first.Value, second.Value);
        Assert.Equal(["old"], made.Select(thing => thing.MadeOf));
    }

    [Fact]
    public void Borrow_AfterAChange_MakesItAnewAndWhoeverHasTheOldOneKeepsIt()
    {
        Loan<Thing> before = Borrow("a");
        Assert.Equal("old", before.Value.MadeOf);
        Change("new");
        using Loan<Thing> after = Borrow("a");

        Assert.Equal(("old", "new"), (before.Value.MadeOf, after.Value.MadeOf));
        Assert.Equal([false, false], made.Select(thing => thing.IsDisposed));
        before.Dispose();
        Assert.Equal([true, false], made.Select(thing => thing.IsDisposed));
    }

    [Fact]
    public void Borrow_AfterAChangeOfWhatNobodyHas_DropsTheOldOneFirst()
    {
        using (Loan<Thing> before = Borrow("a"))
        {
            Assert.Equal("old", before.Value.MadeOf);
        }

        Change("new");
        using Loan<Thing> after = Borrow("a");
        Assert.True(made.Single().IsDisposed);
        Assert.Equal("new", after.Value.MadeOf);
    }

    [Fact]
    public void Borrow_WhenItCannotBeLookedAt_LendsWhatIsThere()
    {
        using Loan<Thing> before = Borrow("a");
        Assert.Equal("old", before.Value.MadeOf);
        Change(null);
        using Loan<Thing> after = Borrow("a");

        Assert.Same(before.Value, after.Value);
    }

    [Fact]
    public void Borrow_OneRightAfterTheOther_LooksOnce()
    {
        Borrow("a").Dispose();
        Borrow("a").Dispose();
        Assert.Equal(1, looks);

        time.Advance(LendingCache<string, Thing>.LookPeriod);
        Borrow("a").Dispose();
        Assert.Equal(2, looks);

        // Whoever has changed the source says so.
        cache.LookAgain();
        Borrow("a").Dispose();
        Borrow("a").Dispose();
        Assert.Equal(3, looks);
    }

    [Fact]
    public void Borrow_OfSomethingElse_DropsWhatNobodyHas()
    {
        using Loan<Thing> kept = Borrow("a");
        Assert.Equal("old", kept.Value.MadeOf);
        using (Loan<Thing> unused = Borrow("b"))
        {
            Assert.Equal("old", unused.Value.MadeOf);
        }

        using Loan<Thing> next = Borrow("c");
        Assert.Equal([false, true], made.Select(thing => thing.IsDisposed));
    }

    [Fact]
    public void Value_ThatCouldNotBeMade_IsMadeForTheNextToBorrowThoughSomebodyHoldsTheFailure()
    {
        using Loan<Thing> failed = cache.Borrow("a", () => "old", () => throw new IOException("gone"));
        Assert.Throws<IOException>(() => failed.Value);
        using Loan<Thing> next = Borrow("a");

        Assert.Equal("old", next.Value.MadeOf);
    }

    private void Change(string? to)
    {
        madeOf = to;
        time.Advance(LendingCache<string, Thing>.LookPeriod);
    }

    private Loan<Thing> Borrow(string key) => cache.Borrow(
        key,
        () =>
        {
            looks++;
            return madeOf;
        },
        () =>
        {
            made.Add(new(madeOf!));
            return made[^1];
        });

    internal sealed class Thing(string madeOf) : IDisposable
    {
        public string MadeOf => madeOf;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
