using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>A study's progress as plain lines: one for every event, and one on where it is at most every ten seconds.</summary>
/// <param name="time">The clock.</param>
/// <param name="say">Writes a line.</param>
internal sealed class ProgressLines(TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private long last = time.GetTimestamp();

    public void Show(StudyEvent happened)
    {
        if (happened.Kind != StudyEventKind.Progress)
        {
            say($"{Words.Time(happened.At)} {happened.Message}");
            if (happened is { Kind: StudyEventKind.OuterStepCompleted, Status: { } status })
            {
                say($"{Words.Time(happened.At)}   now {Schedules(status)}");
            }

            last = time.GetTimestamp();
        }
        else if (happened.Status is { State: StudyState.Running } status && time.GetElapsedTime(last) >= Period)
        {
            last = time.GetTimestamp();
            say($"{Words.Time(happened.At)} {Position(status)}");
        }
    }

    private static string Schedules(StudyStatus status) => string.Join("  ", status.Hyperparameters
        .GroupBy(value => (value.Kind, value.Group))
        .Select(kind => $"{kind.Key.Kind.Name(kind.Key.Group)} {string.Join(' ', kind.Select(value => Words.Number(value.Value)))}"));

    private static string Position(StudyStatus status) =>
        $"{Words.Position(status)}: " +
        string.Join(", ", status.Members.Where(member => member.State == StudyState.Running).Select(member => $"{member.Study} {Words.Number(member.BestValidationLoss)}")) +
        string.Join(", ", StudyTables.AtHand(status).Select(replica => $"{Words.Work(replica.Key)} {(replica.State == ReplicaState.Running ? $"{replica.InnerStep}/{replica.InnerSteps}" : replica.State)}")) +
        (status.EstimatedRemaining is { } remaining ? $", about {Words.Span(remaining)} left" : "");
}
