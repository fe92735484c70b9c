using Fds.Contracts.Devices;

namespace Fds.Grains.Scheduling;

/// <summary>
/// Waiting work, at most one order per key. Studies of the highest priority come first; among those of one priority the one that has
/// the fewest runs, and of several the one whose turn was longest ago. A study's own orders keep their order of arrival.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Dictionary<string, StudyOrders> studies = new(StringComparer.Ordinal);
    private readonly SortedSet<StudyOrders> turns = new(StudyOrders.ByTurn);
    private long lastTurn;
    private long firstTurn;

    /// <summary>Number of orders.</summary>
    public int Count { get; private set; }

    /// <summary>The keys in the order in which they would start if every start changed nothing but the turn.</summary>
    public IEnumerable<WorkKey> Waiting => turns
        .SelectMany(study => study.Orders.Select((order, rank) => (study.Priority, rank, study.Turn, order.Key)))
        .OrderByDescending(place => place.Priority).ThenBy(place => place.rank).ThenBy(place => place.Turn)
        .Select(place => place.Key);

    /// <summary>Adds an order after its study's others; one with the same key is replaced where it stands.</summary>
    public void Put(WorkOrder order)
    {
        StudyOrders study = Of(order, () => ++lastTurn);
        Count += study.Put(order) ? 1 : 0;
    }

    /// <summary>Puts an order that could not start back at the head, unless a newer one for the same work has come.</summary>
    public void PutFirst(WorkOrder order)
    {
        StudyOrders study = Of(order, () => --firstTurn);
        if (study.PutFirst(order))
        {
            Count++;
            Move(study, --firstTurn);
        }
    }

    /// <summary>Takes the order whose turn it is among those that suit.</summary>
    /// <param name="running">How many runs a study has now.</param>
    /// <param name="suits">Whether an order may start where it would now.</param>
    public WorkOrder? Take(Func<string, int> running, Func<WorkOrder, bool> suits)
    {
        StudyOrders? next = null;
        int fewest = int.MaxValue;
        foreach (StudyOrders study in turns)
        {
            if (fewest == 0 || study.Priority < next?.Priority)
            {
                break;
            }

            int runs = running(study.Name);
            (next, fewest) = runs < fewest && study.Orders.Any(suits) ? (study, runs) : (next, fewest);
        }

        if (next is null)
        {
            return null;
        }

        WorkOrder order = next.Take(suits);
        Count--;
        Move(next, ++lastTurn);
        return order;
    }

    /// <summary>Drops all orders of a study.</summary>
    public void Forget(string study)
    {
        if (studies.Remove(study, out StudyOrders? dropped))
        {
            turns.Remove(dropped);
            Count -= dropped.Count;
        }
    }

    private StudyOrders Of(WorkOrder order, Func<long> turn)
    {
        int priority = order.Specification.Resources.Priority;
        if (!studies.TryGetValue(order.Key.Study, out StudyOrders? study))
        {
            studies[order.Key.Study] = study = new(order.Key.Study, priority, turn());
            turns.Add(study);
        }

        return study;
    }

    /// <summary>Gives a study another turn; one without orders leaves.</summary>
    private void Move(StudyOrders study, long turn)
    {
        turns.Remove(study);
        study.Turn = turn;
        if (study.Count == 0)
        {
            studies.Remove(study.Name);
        }
        else
        {
            turns.Add(study);
        }
    }
}
