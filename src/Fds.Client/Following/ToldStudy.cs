using Fds.Client.Rendering;
using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies;

namespace Fds.Client.Following;

/// <summary>What has been told of a study: its latest status, and the last events.</summary>
internal sealed class ToldStudy
{
    private readonly Queue<StudyEvent> events = [];
    private StudyStatus? status;

    /// <summary>It as a screen.</summary>
    public StudyScreen Screen => new(status, [.. events]);

    /// <summary>Takes in what happened.</summary>
    public void Add(StudyEvent happened)
    {
        status = happened.Status ?? status;
        if (happened.Kind == StudyEventKind.Progress)
        {
            return;
        }

        events.Enqueue(happened);
        if (events.Count > EventSection.Most)
        {
            events.Dequeue();
        }
    }
}
