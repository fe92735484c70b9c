using Fds.Contracts.Studies;

namespace Fds.Client.Rendering.Screens;

/// <summary>The methods of a comparison, or the members of a population, on a screen.</summary>
internal static class MemberSection
{
    private const int LeastName = 10;

    /// <summary>Makes it for a screen.</summary>
    /// <param name="status">The study.</param>
    /// <param name="width">The screen's width.</param>
    /// <param name="least">Lines that it has whatever else there is.</param>
    public static ScreenSection Of(StudyStatus status, int width, int least)
    {
        bool compares = status.Methods.Length > 1;
        bool accuracies = status.Members.Any(member => member.BestValidationAccuracy.Known() is not null);
        double best = status.Members.Select(member => member.BestValidationLoss ?? double.NaN).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        ScreenTable table = new(
            [
                new(compares ? "method" : "member", 1) { Least = LeastName }, new("best loss", 2), new("best validation", 4), new("state", 3), new("runs", 5), new("gradient steps", 6), new("study", 7) { Least = LeastName },
            ],
            [.. status.Members.Select(member => Row(member, compares, accuracies, member.BestValidationLoss == best))]);
        return ScreenSection.Of(table, least, width, rest => $"… and {Figure.Whole(rest)} more {(compares ? "methods" : "members")}");
    }

    private static IReadOnlyList<ScreenCell> Row(MemberStatus member, bool compares, bool accuracies, bool best) =>
    [
        ScreenCell.Name(compares ? member.Method.Word() : member.Study), ScreenCell.Text($"{Words.Number(member.BestValidationLoss)}{(best ? " best" : "")}"),
        ScreenCell.Text(accuracies ? Words.Percent(member.BestValidationAccuracy) : ""),
        ScreenCell.Text(member.State == StudyState.None ? "waiting" : member.State.ToString()), ScreenCell.Text(Runs(member)), ScreenCell.Text(member.GradientSteps > 0 ? Words.Number(member.GradientSteps) : "-"),
        ScreenCell.Name(compares ? member.Study : $"generation {member.Generation}"),
    ];

    private static string Runs(MemberStatus member) => member.Method == StudyMethod.Fds ? $"{Figure.Whole(member.OuterStep)} outer steps" : $"{Figure.Whole(member.Trials)} trials";
}
