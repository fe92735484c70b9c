namespace Fds.Studies.Plans;

/// <summary>One phase of a study: how it begins, when it continues, and what follows it.</summary>
internal interface IStudyPlan
{
    /// <summary>Whether the phase is charged to the study's budget.</summary>
    bool IsBudgeted => true;

    /// <summary>Begins the phase.</summary>
    void Begin();

    /// <summary>Continues once all current work is settled. Called after every report.</summary>
    void Advance();

    /// <summary>Handles what changes with time alone. Called on every tick of a running study.</summary>
    /// <returns>Whether the record was changed.</returns>
    bool Tick() => false;

    /// <summary>Drops the current work, because the budget is used up, and continues with the earlier results.</summary>
    void Stop(string? reason);
}
