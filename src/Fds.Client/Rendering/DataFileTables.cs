using Fds.Contracts.DataFiles;

namespace Fds.Client.Rendering;

/// <summary>Files of data folders as tables.</summary>
internal static class DataFileTables
{
    /// <summary>One line for every file and silo.</summary>
    public static Grid Silos(IEnumerable<DataFileReport> reports) => new(
        ["file", "bytes", "sha256", "silo", "state", "reason"],
        [.. from report in reports from silo in report.Silos select (IReadOnlyList<string>)[report.File.Path, Bytes(report), report.File.Sha256, silo.Silo, State(silo), silo.Reason ?? ""]]);

    /// <summary>One line for every file.</summary>
    public static Grid Files(IEnumerable<DataFileReport> reports) => new(
        ["file", "bytes", "put at", "silos", "without it"],
        [.. reports.Select(IReadOnlyList<string> (report) => [report.File.Path, Bytes(report), Words.Time(report.File.PutAt), $"{report.Holders} of {report.Silos.Length}", Without(report)])]);

    /// <summary>The silos that do not have a file, with what they have instead and why.</summary>
    public static string Without(DataFileReport report) => string.Join("; ", report.Silos.Where(silo => silo.Condition != DataFileCondition.Here)
        .Select(silo => $"{silo.Silo} ({State(silo)}{(silo.Reason is { } reason ? $": {reason.TrimEnd('.')}" : "")})"));

    private static string Bytes(DataFileReport report) => report.File.Bytes.ToString();

    private static string State(DataFileStatus silo) => silo.Condition switch
    {
        DataFileCondition.Here => "there",
        DataFileCondition.Absent => "absent",
        DataFileCondition.Other => "other content",
        DataFileCondition.Coming => "coming",
        DataFileCondition.Checking => "being read",
        _ => "not known",
    };
}
