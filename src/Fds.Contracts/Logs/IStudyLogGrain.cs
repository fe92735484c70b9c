using Orleans.Concurrency;

namespace Fds.Contracts.Logs;

/// <summary>What one silo has said about studies, as far as it keeps it. Key: the silo's name, then <c>/logs</c>.</summary>
[Alias("fds.IStudyLogGrain")]
public interface IStudyLogGrain : IGrainWithStringKey
{
    /// <summary>What ends the key.</summary>
    const string Suffix = "/logs";

    /// <summary>The next lines, at most some hundreds.</summary>
    [Alias("Read")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    Task<LogPage> Read(LogQuery query);
}
