namespace Fds.Client;

/// <summary>How the console ends.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The study failed, or the command did for another reason than those below.</summary>
    public const int StudyFailed = 1;

    /// <summary>The command line or the study file is wrong, or the study was refused before any of it ran.</summary>
    public const int Usage = 2;

    /// <summary>The cluster cannot be reached, or there is neither one nor a silo to ask.</summary>
    public const int Unreachable = 3;

    /// <summary>The time given was not enough.</summary>
    public const int TimedOut = 4;

    /// <summary>Hypergradients were verified and are not to be trusted.</summary>
    public const int Untrustworthy = 5;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads what the console writes any more, as after <c>| head</c>: what a shell says of a program that SIGPIPE has ended.</summary>
    public const int ReaderGone = 141;
}
