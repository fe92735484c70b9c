using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Studies;

internal sealed partial class StudyGrain
{
    [LoggerMessage(1000, LogLevel.Information, "Study {Study}, {Kind}: {Message}")]
    private partial void LogEvent(string study, StudyEventKind kind, string message);

    [LoggerMessage(1001, LogLevel.Error, "The state of study {Study} could not be written; it reloads what is stored")]
    private partial void LogNotWritten(string study, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Study {Study} could not be listed in the catalogue for now: {Message}")]
    private partial void LogNotListed(string study, string message);

    [LoggerMessage(1003, LogLevel.Warning, "The work of study {Study} could not be queued for now: {Message}")]
    private partial void LogNotQueued(string study, string message);

    [LoggerMessage(1004, LogLevel.Information, "Study {Study} does not count a report on {Work}, attempt {Attempt}, from {Device}: it is not the run that counts")]
    private partial void LogStale(string study, WorkKey work, int attempt, string device);

    [LoggerMessage(1005, LogLevel.Warning, "Study {Study} could not ask {Member} how it stands for now: {Message}")]
    private partial void LogNotAsked(string study, string member, string message);

    [LoggerMessage(1006, LogLevel.Error, "A change of study {Study} ended with an exception; what is stored is read again")]
    private partial void LogTakenBack(string study, Exception exception);

    [LoggerMessage(1007, LogLevel.Error, "How study {Study} stands cannot be shown")]
    private partial void LogNotShown(string study, Exception exception);

    [LoggerMessage(1200, LogLevel.Warning, "The reminder of study {Study} could not be changed for now: {Message}")]
    private partial void LogNotReminded(string study, string message);
}
