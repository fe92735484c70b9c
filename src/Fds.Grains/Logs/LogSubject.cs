using Fds.Contracts.Devices;
using Orleans.Runtime;

namespace Fds.Grains.Logs;

/// <summary>Which study a line of the log is about, from the named values of the line and then of its scopes.</summary>
internal sealed class LogSubject
{
    private const string StudyName = "Study";
    private const string WorkName = "Work";
    private const string GrainName = "Grain";
    private const string StudyGrainType = "fds-study";

    /// <summary>The study; null where there is none so far.</summary>
    public string? Study { get; private set; }

    /// <summary>The number of its replica, trial or run; null where there is none so far.</summary>
    public int? Replica { get; private set; }

    /// <summary>Takes what named values say, where nothing has said it before. Values of another study say nothing.</summary>
    public void Read(object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> values)
        {
            return;
        }

        string? study = null;
        WorkKey? work = null;
        foreach ((string name, object? value) in values)
        {
            study = (name, value) switch
            {
                (StudyName, string named) => named,
                (GrainName, GrainId grain) when grain.Type.ToString() == StudyGrainType => study ?? grain.Key.ToString(),
                _ => study,
            };
            work = name == WorkName && value is WorkKey key ? key : work;
        }

        Study ??= study ?? work?.Study;
        if (work is not null && work.Study == Study)
        {
            Replica ??= work.Replica;
        }
    }
}
