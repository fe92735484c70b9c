using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>What the first run that has read the data says of them.</summary>
internal sealed partial class StudyGrain
{
    /// <summary>Remembers it, and says once what is in the data and what was passed over.</summary>
    /// <returns>Whether it is news.</returns>
    private bool NoteData(DataSummary? data)
    {
        if (data is null || State.Data is not null)
        {
            return false;
        }

        State.Data = data;
        string[] remarks = [.. data.PassedOver.Select(remark => $"passed over: {remark.Line}"), .. data.Missing.Select(remark => $"missing: {remark.Line}")];
        Emit(
            StudyEventKind.DataRead,
            $"data: {data.Classes.Length} classes, {data.Classes.Sum(each => each.Training)} training and {data.Classes.Sum(each => each.Test)} test images of {data.Height} x {data.Width} pixels"
            + string.Concat(remarks.Select(remark => $"; {remark}")));
        return true;
    }
}
