using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Fds.Core.Runtime;

namespace Fds.Client.Rendering;

/// <summary>What a verification found, as tables.</summary>
internal static class VerificationTables
{
    private const double Milliseconds = 1000;

    /// <summary>Writes a report in a format.</summary>
    public static void Write(VerificationReport report, TextWriter writer, OutputFormat format)
    {
        new DataWriter(writer, format).Write(report, Values(report), report.Study);
        if (format is not (OutputFormat.Table or OutputFormat.Wide))
        {
            return;
        }

        if (!report.Modes.IsEmpty)
        {
            writer.WriteLine();
            Modes(report).WriteTable(writer);
        }

        writer.WriteLine();
        writer.WriteLine(report.Verdict);
    }

    /// <summary>One row for each learned value.</summary>
    private static Grid Values(VerificationReport report)
    {
        bool groups = report.Values.Any(value => value.Group is not null);
        bool own = report.Precision != Precision.Float64;
        string precision = report.Precision.ToString().ToLowerInvariant();
        return new Grid(
            ["value", .. groups ? ["group"] : Array.Empty<string>(), "window", "at", "forward", "reverse", "central difference", "forward to reverse", "forward to difference", "reverse to difference", .. own ? [$"{precision} to float64"] : Array.Empty<string>()],
            [
                .. report.Values.Select(IReadOnlyList<string> (value) =>
                [
                    value.Kind.FieldName(),
                    .. groups ? [value.Group ?? "all"] : Array.Empty<string>(),
                    value.Window.ToString(CultureInfo.InvariantCulture),
                    Words.Number(value.At),
                    Long(value.Forward),
                    Long(value.Reverse),
                    Long(value.Difference),
                    Error(value.ModesError),
                    Settled(value, value.ForwardError),
                    Settled(value, value.ReverseError),
                    .. own ? [Error(value.OwnError)] : Array.Empty<string>(),
                ]),
            ]).Dashed();
    }

    private static Grid Modes(VerificationReport report) => new Grid(
        ["way", "time per step", $"memory over {report.Steps} steps", $"memory over the study's {report.StudySteps}"],
        [.. report.Modes.Select(IReadOnlyList<string> (mode) => [mode.Name, mode.SecondsPerStep is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds * Milliseconds:G3} ms") : "", MemoryAmount.Words(mode.Bytes), MemoryAmount.Words(mode.StudyBytes)])]).Dashed();

    private static string Settled(VerifiedValue value, double? error) => value.Difference is not null && !value.DifferenceSettled ? "not settled" : Error(error);

    private static string Error(double? error) => error switch { null => "", 0 => "0", { } value => value.ToString("0.0E+0", CultureInfo.InvariantCulture) };

    private static string Long(double? number) => number is { } value ? value.ToString("G6", CultureInfo.InvariantCulture) : "";
}
