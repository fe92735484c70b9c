using System.Collections.Immutable;
using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>The members of a population: what each reached, generation by generation.</summary>
internal static class PopulationChart
{
    /// <summary>The figure, or why there is none.</summary>
    public static XElement Of(ReportSubject subject)
    {
        ImmutableArray<MemberStatus> members = [.. subject.Result.Status.Members.Where(member => member.BestValidationLoss.Known() is not null)];
        return members.IsEmpty
            ? Html.Of("p", $"The study has a population of {subject.Study.Population.Members} members. Here is no picture of them, because none has a validation loss yet, or because the results were written by a version that did not keep them.")
            : ChartFigure.Grid([ChartFigure.Of(Chart(members), "members")]);
    }

    private static Chart Chart(ImmutableArray<MemberStatus> members) => new(
        "Members of the population",
        new("best validation loss") { IsLogarithmic = members.All(member => member.BestValidationLoss > 0) && members.Max(member => member.BestValidationLoss) > 30 * members.Min(member => member.BestValidationLoss) },
        new("") { Names = [.. members.Select(member => $"member {member.Member}{(members.Any(other => other.Generation > 0) ? $", generation {member.Generation}" : "")}")] },
        [new("best validation loss", SeriesForm.Whiskers, [.. members.Select((member, place) => new ChartPoint(member.BestValidationLoss!.Value, place))])])
    {
        Aspect = 0.2 + (0.055 * Math.Max(3, members.Length)),
        Note = $"Further to the left is better. The study keeps the best of them: {ChartNumber.Words(members.Min(member => member.BestValidationLoss))}.",
    };
}
