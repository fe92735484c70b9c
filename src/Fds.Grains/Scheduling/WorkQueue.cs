using Fds.Contracts.Devices;

namespace Fds.Grains.Scheduling;

/// <summary>Waiting work in order of arrival, at most one order per key.</summary>
internal sealed class WorkQueue
{
    private readonly LinkedList<WorkOrder> orders = [];

    public IEnumerable<WorkKey> Waiting => orders.Select(order => order.Key);

    /// <summary>Adds an order at the end; one with the same key is replaced where it stands.</summary>
    public void Put(WorkOrder order)
    {
        for (LinkedListNode<WorkOrder>? node = orders.First; node is not null; node = node.Next)
        {
            if (node.Value.Key == order.Key)
            {
                node.Value = order;
                return;
            }
        }

        orders.AddLast(order);
    }

    /// <summary>Puts an order that could not start back at the head, unless a newer one for the same work has come.</summary>
    public void PutFirst(WorkOrder order)
    {
        if (!Waiting.Contains(order.Key))
        {
            orders.AddFirst(order);
        }
    }

    public WorkOrder? Take()
    {
        WorkOrder? first = orders.First?.Value;
        if (first is not null)
        {
            orders.RemoveFirst();
        }

        return first;
    }

    public void Forget(string study)
    {
        for (LinkedListNode<WorkOrder>? node = orders.First; node is not null;)
        {
            LinkedListNode<WorkOrder>? next = node.Next;
            if (node.Value.Key.Study == study)
            {
                orders.Remove(node);
            }

            node = next;
        }
    }
}
