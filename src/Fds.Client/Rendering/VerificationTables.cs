using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Fds.Core.Runtime;

namespace Fds.Client.Rendering;

/// <summary>What a verification found, as tables.</summary>
internal static class VerificationTables
{
    private const double Milliseconds = 1000;
    private const int MillisecondDigits = 3;

    /// <summary>Writes a report in a format.</summary>
    public static void Write(VerificationReport report, TextWriter writer, OutputFormat format)
    {
        new DataWriter(writer, format).Write(report, figures => Values(report, figures), report.Study);
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
    private static Grid Values(VerificationReport report, TableFigures figures)
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
                    figures.Number(value.At),
                    figures.Long(value.Forward),
                    figures.Long(value.Reverse),
                    figures.Long(value.Difference),
                    figures.Tiny(value.ModesError),
                    Settled(value, value.ForwardError, figures),
                    Settled(value, value.ReverseError, figures),
                    .. own ? [figures.Tiny(value.OwnError)] : Array.Empty<string>(),
                ]),
            ]).Dashed();
    }

    private static Grid Modes(VerificationReport report) => new Grid(
        ["way", "time per step", $"memory over {report.Steps} steps", $"memory over the study's {report.StudySteps}"],
        [.. report.Modes.Select(IReadOnlyList<string> (mode) => [mode.Name, mode.SecondsPerStep is { } seconds ? $"{Figure.Of(seconds * Milliseconds, MillisecondDigits)} ms" : "", MemoryAmount.Words(mode.Bytes), MemoryAmount.Words(mode.StudyBytes)])]).Dashed();

    private static string Settled(VerifiedValue value, double? error, TableFigures figures) => value.Difference is not null && !value.DifferenceSettled ? "not settled" : figures.Tiny(error);
}
