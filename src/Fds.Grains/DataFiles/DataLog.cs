using Microsoft.Extensions.Logging;

namespace Fds.Grains.DataFiles;

/// <summary>What is written to the log of files that consoles put into data folders.</summary>
internal sealed partial class DataLog(ILogger<DataFolder> log)
{
    [LoggerMessage(2400, LogLevel.Information, "Data file {Path} of {Bytes} bytes with SHA-256 {Sha256} was stored in {Folder}; it came from {Source}")]
    public partial void Stored(string path, long bytes, string sha256, string folder, string source);

    [LoggerMessage(2401, LogLevel.Warning, "Data file {Path} from {Source} was not stored: {Reason}")]
    public partial void NotStored(string path, string source, string reason);

    [LoggerMessage(2402, LogLevel.Information, "Data file {Path} with SHA-256 {Sha256} was deleted, as a console asked")]
    public partial void Deleted(string path, string sha256);

    [LoggerMessage(2403, LogLevel.Information, "Incomplete files of uploads that broke off were removed from {Folder}: {Count}")]
    public partial void Cleaned(string folder, int count);

    [LoggerMessage(2404, LogLevel.Warning, "The data folder {Folder} could not be searched for incomplete files: {Reason}")]
    public partial void NotCleaned(string folder, string reason);

    [LoggerMessage(2405, LogLevel.Information, "Data file {Path} of {Bytes} bytes with SHA-256 {Sha256} belongs into every data folder from now on, as a console asked")]
    public partial void Listed(string path, long bytes, string sha256);

    [LoggerMessage(2406, LogLevel.Information, "Data file {Path} with SHA-256 {Sha256} belongs into no data folder any more, as a console asked")]
    public partial void Unlisted(string path, string sha256);

    [LoggerMessage(2407, LogLevel.Warning, "The list of data files could not be read for now: {Message}")]
    public partial void NotRead(string message);
}
