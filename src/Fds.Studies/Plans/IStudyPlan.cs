namespace Fds.Studies.Plans;

/// <summary>One phase of a study: how it begins, when it goes on, and what comes after it.</summary>
internal interface IStudyPlan
{
    /// <summary>Whether the phase is paid from the study's budget.</summary>
    bool IsBudgeted => true;

    /// <summary>Begins the phase.</summary>
    void Begin();

    /// <summary>Goes on once nothing more is expected of the work at hand. Called after every report.</summary>
    void Advance();

    /// <summary>Looks after what time alone changes. Called on every tick of a running study.</summary>
    /// <returns>Whether the record was changed.</returns>
    bool Tick() => false;

    /// <summary>Drops the work at hand, because the budget is used up, and goes on with what was found before.</summary>
    void Stop(string? reason);
}
