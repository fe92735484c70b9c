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
        Assert.Null(queue.Take());
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

    private static WorkQueue Queue(params WorkOrder[] orders)
    {
        WorkQueue queue = new();
        foreach (WorkOrder order in orders)
        {
            queue.Put(order);
        }

        return queue;
    }

    private static List<WorkOrder> Drain(WorkQueue queue)
    {
        List<WorkOrder> taken = [];
        while (queue.Take() is { } order)
        {
            taken.Add(order);
        }

        return taken;
    }
}
