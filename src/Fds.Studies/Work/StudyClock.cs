namespace Fds.Studies.Work;

/// <summary>The time that counts towards a study's budget: since its submission, without the time it was paused or had ended.</summary>
internal static class StudyClock
{
    /// <summary>Stops the clock if it is running.</summary>
    public static void Stop(StudyRecord state, DateTimeOffset now) => state.IdleSince ??= now;

    /// <summary>Starts the clock if it is stopped.</summary>
    public static void GoOn(StudyRecord state, DateTimeOffset now)
    {
        state.Idle += now - (state.IdleSince ?? now);
        state.IdleSince = null;
    }

    /// <summary>What the clock shows.</summary>
    public static TimeSpan Read(StudyRecord state, DateTimeOffset now) => (state.IdleSince ?? now) - state.SubmittedAt - state.Idle;
}
