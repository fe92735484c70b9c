using Fds.Contracts.Devices;
using Fds.Grains.Scheduling;
using Xunit;

namespace Fds.Grains.Tests.Scheduling;

public sealed class WorkQueueTests
{
    [Fact]
    public void Take_GivesOrdersInOrderOfArrivalThenNull()
    {
        WorkQueue queue = Queue(Orders.Order(2), Orders.Order(0), Orders.Order(1));

        Assert.Equal([2, 0, 1], Drain(queue).Select(order => order.Key.Replica));
        Assert.Null(queue.Take(_ => 0, _ => true));
    }

    [Fact]
    public void Put_WhenTheWorkAlreadyWaits_ReplacesItWhereItStands()
    {
        WorkQueue queue = Queue(Orders.Order(0), Orders.Order(1), Orders.Order(0, attempt: 2));

        Assert.Equal([(0, 2), (1, 1)], Drain(queue).Select(order => (order.Key.Replica, order.Attempt)));
    }

    [Fact]
    public void PutFirst_PutsAnOrderAtTheHead()
    {
        WorkQueue queue = Queue(Orders.Order(0), Orders.Order(1));
        queue.PutFirst(Orders.Order(2));

        Assert.Equal([2, 0, 1], queue.Waiting.Select(key => key.Replica));
    }

    [Fact]
    public void PutFirst_WhenANewerOrderForTheWorkHasCome_KeepsTheNewerOne()
    {
        WorkQueue queue = Queue(Orders.Order(1), Orders.Order(0, attempt: 2));
        queue.PutFirst(Orders.Order(0, attempt: 1));

        Assert.Equal([(1, 1), (0, 2)], Drain(queue).Select(order => (order.Key.Replica, order.Attempt)));
    }

    [Fact]
    public void Forget_DropsOneStudysOrdersOnly()
    {
        WorkQueue queue = Queue(Orders.Order(0, study: "a"), Orders.Order(0, study: "b"), Orders.Order(1, study: "a"), Orders.Order(1, study: "b"));
        queue.Forget("a");

        Assert.Equal([("b", 0), ("b", 1)], queue.Waiting.Select(key => (key.Study, key.Replica)));
    }

    [Fact]
    public void Take_OfSeveralStudies_GivesEachItsTurn()
    {
        WorkQueue queue = Queue([.. Enumerable.Range(0, 4).Select(i => Orders.Order(i, study: "big")), Orders.Order(0, study: "late"), Orders.Order(1, study: "late")]);

        Assert.Equal(6, queue.Count);
        (string, int)[] expected = [("big", 0), ("late", 0), ("big", 1), ("late", 1), ("big", 2), ("big", 3)];
        Assert.Equal(expected, queue.Waiting.Select(key => (key.Study, key.Replica)));
        Assert.Equal(expected, Drain(queue).Select(order => (order.Key.Study, order.Key.Replica)));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Take_PrefersTheStudyWithTheFewestRuns()
    {
        WorkQueue queue = Queue(Orders.Order(0, study: "busy"), Orders.Order(0, study: "idle"), Orders.Order(0, study: "busier"));

        Assert.Equal("idle", queue.Take(study => study == "idle" ? 0 : study == "busy" ? 1 : 2, _ => true)!.Key.Study);
        Assert.Equal("busy", queue.Take(study => study == "busy" ? 1 : 2, _ => true)!.Key.Study);
    }

    [Fact]
    public void Take_GivesTheFirstThatSuitsAndKeepsTheOthersInTheirPlaces()
    {
        WorkQueue queue = Queue(Orders.Order(0, study: "high", priority: 5), Orders.Order(0), Orders.Order(1), Orders.Order(2));

        Assert.Equal(("study", 1), Taken(queue.Take(_ => 0, order => order.Key.Replica == 1)));
        Assert.Null(queue.Take(_ => 0, _ => false));
        Assert.Equal([("high", 0), ("study", 0), ("study", 2)], Drain(queue).Select(order => Taken(order)));
    }

    [Fact]
    public void Take_OfAHigherPriority_ComesFirstHoweverMuchItRuns()
    {
        WorkQueue queue = Queue(
            Orders.Order(0, study: "low", priority: -1), Orders.Order(0, study: "normal"), Orders.Order(0, study: "high", priority: 5), Orders.Order(1, study: "high", priority: 5));

        Assert.Equal(["high", "high", "normal", "low"], queue.Waiting.Select(key => key.Study));
        Assert.Equal(["high", "high", "normal", "low"], Drain(queue, study => study == "high" ? 100 : 0).Select(order => order.Key.Study));
    }

    [Fact]
    public void Queue_OfThousandsOfOrders_TakesNoTimeToSpeakOf()
    {
        const int Studies = 2000;
        WorkOrder[] orders = [.. from study in Enumerable.Range(0, Studies) from replica in Enumerable.Range(0, 5) select Orders.Order(replica, study: $"study-{study}")];
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        WorkQueue queue = Queue(orders);
        foreach (WorkOrder order in orders)
        {
            queue.Put(order);
        }

        Assert.Equal(orders.Length, queue.Count);
        List<WorkOrder> taken = Drain(queue);

        // A list that is searched for every order would take 10⁸ comparisons.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"20,000 puts and 10,000 takes took {watch.Elapsed}.");
        Assert.Equal(orders.Length, taken.Select(order => order.Key).Distinct().Count());
        Assert.Equal(Studies, taken.Take(Studies).Select(order => order.Key.Study).Distinct().Count());
    }

    private static (string Study, int Replica) Taken(WorkOrder? order) => (order!.Key.Study, order.Key.Replica);

    private static WorkQueue Queue(params WorkOrder[] orders)
    {
        WorkQueue queue = new();
        foreach (WorkOrder order in orders)
        {
            queue.Put(order);
        }

        return queue;
    }

    private static List<WorkOrder> Drain(WorkQueue queue, Func<string, int>? running = null)
    {
        List<WorkOrder> taken = [];
        while (queue.Take(running ?? (_ => 0), _ => true) is { } order)
        {
            taken.Add(order);
        }

        return taken;
    }
}
