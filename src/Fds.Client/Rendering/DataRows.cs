using System.Globalization;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>What was read of a study's data, as rows of a table.</summary>
internal static class DataRows
{
    /// <summary>So many classes are named with their counts; of more, the first.</summary>
    private const int MostClasses = 20;
    private const int MostNames = 3;

    /// <summary>The rows; none where nothing is known.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(DataSummary? data)
    {
        if (data is null)
        {
            yield break;
        }

        if (!data.IsOfImages)
        {
            yield return ["examples", $"{data.TrainingExamples} training + {data.TestExamples} test, each of shape [{string.Join(", ", data.Shape)}]{(data.Vocabulary is { } tokens ? $", {tokens} different tokens" : "")}"];
            if (data.NumberOfClasses == 0)
            {
                yield return ["target", data.Target is { } target
                    ? string.Create(CultureInfo.InvariantCulture, $"{target.Name}, standardised: mean {target.Mean:G6}, standard deviation {target.StandardDeviation:G6}; a loss of L is a root mean squared error of {target.StandardDeviation:G6}·√L")
                    : "real numbers as they are; losses are in the square of their unit"];
            }
        }
        else
        {
            yield return ["images", $"{data.Height} x {data.Width} pixels (height x width), {(data.Channels == 1 ? "grey" : "colour")}{(data.Turned > 0 ? $"; {data.Turned} turned as their EXIF data say" : "")}"];
        }

        if (!data.Classes.IsEmpty)
        {
            yield return ["classes", $"{data.Classes.Length} (training + test {(data.IsOfImages ? "images" : "examples")}): {string.Join(", ", data.Classes.Take(MostClasses).Select(each => $"{each.Name} {each.Training} + {each.Test}"))}{(data.Classes.Length > MostClasses ? ", …" : "")}"];
        }

        foreach ((string heading, Func<ClassCount, int> count) in new (string, Func<ClassCount, int>)[] { ($"no training {(data.IsOfImages ? "images" : "examples")}", each => each.Training), ($"no test {(data.IsOfImages ? "images" : "examples")}", each => each.Test) })
        {
            string[] names = [.. data.Classes.Where(each => count(each) == 0).Select(each => each.Name)];
            if (names.Length > 0)
            {
                yield return [heading, $"classes ({names.Length}): {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", …" : "")}"];
            }
        }

        foreach (DataRemark remark in data.PassedOver)
        {
            yield return ["passed over", remark.Line];
        }

        foreach (DataRemark remark in data.Missing)
        {
            yield return ["missing", remark.Line];
        }
    }
}
