using System.Text;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>Writes a study's result folder. Every file is written under a temporary name and renamed, so that none is ever half there.</summary>
internal static class ResultFolder
{
    /// <summary>Makes a folder where it is absent.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="ConsoleException">It cannot be made.</exception>
    public static string Make(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the folder '{folder}' cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Writes all files.</summary>
    /// <returns>The folder's full path.</returns>
    public static string Write(StudyResult result, string folder)
    {
        string root = Make(folder);
        WriteFile(root, "study.yaml", result.Submission.File);
        WriteFile(root, "result.json", MachineFormats.Json(ResultSummary.Of(result)) + "\n");
        WriteFile(root, "outer-steps.csv", Csv(ResultTables.OuterSteps(result)));
        if (result.OuterSteps.Any(step => step.Sensitivity is not null))
        {
            WriteFile(root, "sensitivity.csv", Csv(ResultTables.Sensitivity(result)));
        }

        WriteFile(root, "schedule.csv", Csv(ResultTables.Schedule(result)));
        WriteFile(root, "schedule.json", MachineFormats.Json(ScheduleFile.Of(result)) + "\n");
        WriteFile(root, "trials.csv", Csv(ResultTables.Trials(result)));
        WriteFile(root, "curves.csv", Csv(ResultTables.Curves(result)));
        WriteFile(root, "retrain.csv", Csv(ResultTables.Retrainings(result)));
        if (result.Fluctuation is not null)
        {
            WriteFile(root, "fluctuation.csv", Csv(ResultTables.Fluctuation(result)));
            WriteFile(root, "averages.csv", Csv(ResultTables.Averages(result)));
        }

        return root;
    }

    private static string Csv(Grid grid)
    {
        using StringWriter writer = new();
        grid.WriteCsv(writer);
        return writer.ToString();
    }

    private static void WriteFile(string root, string name, string content)
    {
        string temporary = Path.Combine(root, $".{name}.tmp");
        File.WriteAllText(temporary, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(temporary, Path.Combine(root, name), overwrite: true);
    }
}
