using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Studies;

/// <summary>What coordinators write to the log.</summary>
internal sealed partial class StudyLog(ILogger<StudyGrain> log)
{
    [LoggerMessage(1000, LogLevel.Information, "Study {Study}, {Kind}: {Message}")]
    public partial void Event(string study, StudyEventKind kind, string message);

    [LoggerMessage(1001, LogLevel.Error, "The state of study {Study} could not be written; the study reloads its stored state")]
    public partial void NotWritten(string study, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Study {Study} could not be listed in the catalogue for now: {Message}")]
    public partial void NotListed(string study, string message);

    [LoggerMessage(1003, LogLevel.Warning, "The work of study {Study} could not be queued for now: {Message}")]
    public partial void NotQueued(string study, string message);

    [LoggerMessage(1004, LogLevel.Information, "Study {Study} ignores a report on {Work}, attempt {Attempt}, from {Device}: the report is not from the run that counts")]
    public partial void Stale(string study, WorkKey work, int attempt, string device);

    [LoggerMessage(1005, LogLevel.Warning, "Study {Study} could not get the status of {Member} for now: {Message}")]
    public partial void NotAsked(string study, string member, string message);

    [LoggerMessage(1006, LogLevel.Error, "A change of study {Study} ended with an exception; the study reloads its stored state")]
    public partial void TakenBack(string study, Exception exception);

    [LoggerMessage(1007, LogLevel.Error, "The status of study {Study} cannot be shown")]
    public partial void NotShown(string study, Exception exception);

    [LoggerMessage(1200, LogLevel.Warning, "The reminder of study {Study} could not be changed for now: {Message}")]
    public partial void NotReminded(string study, string message);
}
