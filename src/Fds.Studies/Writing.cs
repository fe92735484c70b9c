namespace Fds.Studies;

/// <summary>What has to be stored before a decision's answer is given.</summary>
internal enum Writing
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing of its own, but all that was decided before: the answer rests on it.</summary>
    Earlier,

    /// <summary>The record: the decision has changed it.</summary>
    Own,
}
