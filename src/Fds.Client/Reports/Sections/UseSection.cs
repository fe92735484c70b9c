using System.Xml.Linq;
using Fds.Client.Results;
using Fds.Client.Results.Exports;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>How to train with what was learned.</summary>
internal static class UseSection
{
    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        if (subject.Measures || ExportedSchedule.Of(subject.Study, ScheduleFile.Of(subject.Result)) is not { } schedule)
        {
            yield return Html.Of("p", subject.Measures ? "A measurement has no schedule to use." : "There is no schedule to use yet.");
            yield break;
        }

        string name = subject.Result.Status.Name;
        string file = $"{name.Replace('-', '_')}.py";
        yield return Html.Of("p", $"For PyTorch: save this as {file}, and import it. A click selects all of it. The schedules stretch over any number of steps.");
        yield return Html.Of("pre.copy", new XAttribute("tabindex", "0"), new XAttribute("aria-label", $"{file}, for PyTorch"), Html.Of("code", ScheduleExport.Write(schedule, ExportFormat.Pytorch)));
        yield return Html.Of("p", "For TorchSharp, Optax, Keras, CSV or JSON: ", Html.Of("code", $"fds export {name} --as torchsharp"), ". To go on learning from it, a study file can say ", Html.Of("code", "initial: {schedule: PATH/schedule.json}"), ".");
    }
}
