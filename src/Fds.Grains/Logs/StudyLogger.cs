using Fds.Contracts.Logs;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Logs;

/// <summary>Keeps what is said about studies.</summary>
internal sealed class StudyLogger(StudyLogProvider provider) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        LogSubject subject = new();
        subject.Read(state);
        provider.Scopes?.ForEachScope(static (scope, found) => found.Read(scope), subject);
        if (subject.Study is { } study)
        {
            provider.Keep(new LogLine
            {
                Sequence = 0,
                At = default,
                Silo = provider.Silo,
                Level = Level(logLevel),
                EventId = eventId.Id,
                Study = study,
                Replica = subject.Replica,
                Message = provider.Clean(formatter(state, null), exception),
            });
        }
    }

    private static LogLineLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => LogLineLevel.Debug,
        LogLevel.Information => LogLineLevel.Information,
        LogLevel.Warning => LogLineLevel.Warning,
        LogLevel.Error => LogLineLevel.Error,
        _ => LogLineLevel.Critical,
    };
}
