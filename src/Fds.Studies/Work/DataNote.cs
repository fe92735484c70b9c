using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>The description of the data by the first run that read them.</summary>
internal static class DataNote
{
    /// <summary>Stores the description, and emits one event that says what is in the data and what was passed over.</summary>
    /// <returns>Whether the record was changed.</returns>
    public static bool Take(StudyContext study, DataSummary? data)
    {
        if (data is null || study.Record.Data is { } known && known.Model == data.Model)
        {
            return false;
        }

        if (study.Record.Data is not null)
        {
            study.Events.Emit(StudyEventKind.DataRead, $"two silos have different files of the network ({study.Record.Data.Model} and {data.Model}): the study goes on with the first; put the same file on every silo");
            return false;
        }

        study.Record.Data = data;
        string[] remarks = [.. data.PassedOver.Select(remark => $"passed over: {remark.Line}"), .. data.Missing.Select(remark => $"missing: {remark.Line}")];
        study.Events.Emit(
            StudyEventKind.DataRead,
            $"data: {Content(data)}"
            + string.Concat(remarks.Select(remark => $"; {remark}")));
        return true;
    }

    private static string Content(DataSummary data)
    {
        string what = data.Vocabulary is { } tokens ? $"{tokens} different tokens" : data.NumberOfClasses > 0 ? $"{data.NumberOfClasses} classes" : $"real targets{(data.Target is { } target ? $" ({target.Name})" : "")}";
        string form = data.IsOfImages ? $"images of {data.Height} x {data.Width} pixels" : $"examples of shape [{string.Join(", ", data.Shape)}]";
        return $"{what}, {data.TrainingExamples} training and {data.TestExamples} test {form}";
    }
}
