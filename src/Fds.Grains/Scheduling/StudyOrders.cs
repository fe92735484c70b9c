using Fds.Contracts.Devices;

namespace Fds.Grains.Scheduling;

/// <summary>One study's waiting orders, in order of arrival.</summary>
internal sealed class StudyOrders(string name, int priority, long turn)
{
    private readonly LinkedList<WorkOrder> orders = [];
    private readonly Dictionary<WorkKey, LinkedListNode<WorkOrder>> places = [];

    /// <summary>Highest priority first, then the earliest turn. Turns are unique.</summary>
    public static IComparer<StudyOrders> ByTurn { get; } =
        Comparer<StudyOrders>.Create((x, y) => x.Priority == y.Priority ? x.Turn.CompareTo(y.Turn) : y.Priority.CompareTo(x.Priority));

    public string Name => name;

    public int Priority => priority;

    /// <summary>Place among the studies of the same priority.</summary>
    public long Turn { get; set; } = turn;

    public int Count => orders.Count;

    public IEnumerable<WorkOrder> Orders => orders;

    /// <summary>Adds an order at the end, or replaces the one with the same key where it stands.</summary>
    /// <returns>Whether it was added.</returns>
    public bool Put(WorkOrder order)
    {
        if (places.TryGetValue(order.Key, out LinkedListNode<WorkOrder>? place))
        {
            place.Value = order;
            return false;
        }

        places[order.Key] = orders.AddLast(order);
        return true;
    }

    /// <summary>Adds an order at the head, unless there is one with its key.</summary>
    /// <returns>Whether it was added.</returns>
    public bool PutFirst(WorkOrder order)
    {
        if (places.ContainsKey(order.Key))
        {
            return false;
        }

        places[order.Key] = orders.AddFirst(order);
        return true;
    }

    /// <summary>Takes the first order that suits; there must be one.</summary>
    public WorkOrder Take(Func<WorkOrder, bool> suits)
    {
        WorkOrder first = orders.First(suits);
        orders.Remove(places[first.Key]);
        places.Remove(first.Key);
        return first;
    }
}
