namespace Fds.Studies;

/// <summary>What must be stored before a decision's answer is given.</summary>
internal enum Writing
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing of its own, but all earlier decisions, because the answer depends on them.</summary>
    Earlier,

    /// <summary>The record, because the decision has changed it.</summary>
    Own,
}
