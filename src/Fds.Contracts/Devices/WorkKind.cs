namespace Fds.Contracts.Devices;

/// <summary>What a work order asks a device to do.</summary>
[GenerateSerializer]
[Alias("fds.WorkKind")]
public enum WorkKind
{
    /// <summary>Run the inner loop with tangents and return the hypergradient.</summary>
    Hypergradient,

    /// <summary>Train from scratch with the learned schedule.</summary>
    RetrainLearned,

    /// <summary>Train from scratch with the best outer step’s schedule.</summary>
    RetrainBest,

    /// <summary>One run of a method that tries schedules (a black-box one) or changes them while it trains (a greedy one).</summary>
    Trial = 50,

    /// <summary>Return the hypergradient of the whole run and the greedy one, along the trajectory of the same schedules.</summary>
    Fluctuation = 60,

    /// <summary>Train with a candidate's schedule and judge it on the examples held out. The candidate is the key's outer step.</summary>
    Confirm = 180,

    /// <summary>Train from scratch with the schedule that the study began with.</summary>
    RetrainInitial = 181,

    /// <summary>Train with a schedule that the study may begin with and judge it on the examples held out. The schedule's number is the key's outer step.</summary>
    Start = 200,

    /// <summary>The same for the best few of them, with other seeds.</summary>
    StartAgain = 201,
}
