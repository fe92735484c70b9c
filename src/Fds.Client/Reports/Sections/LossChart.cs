using Fds.Client.Charts;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>Validation loss by outer step, with the band of its replicas.</summary>
internal static class LossChart
{
    /// <summary>The chart.</summary>
    public static Chart Of(ReportSubject subject)
    {
        ChartPoint[] points = [.. subject.Result.OuterSteps.Where(step => double.IsFinite(step.ValidationLoss)).Select(Point)];
        IEnumerable<ChartSeries> best = subject.Result.BestOuterStep is { } index && points.FirstOrDefault(point => point.X == index) is { } lowest
            ? [new("best outer step", SeriesForm.Points, [lowest with { Low = null, High = null }]) { Colour = 1, HasTips = false }]
            : [];
        return new(
            "Validation loss by outer step",
            new("outer step, from 0") { IsWhole = true },
            ScheduleLines.Values("validation loss", points.SelectMany(point => new[] { point.Y, point.Low ?? point.Y, point.High ?? point.Y })),
            [new("mean over the replicas", SeriesForm.Line, points) { Colour = 0 }, .. best])
        {
            Note = "The band is from the lowest to the highest replica that counts.",
        };
    }

    private static ChartPoint Point(OuterStepRecord step)
    {
        double[] losses = [.. step.Replicas.Where(replica => replica is { State: ReplicaState.Completed, ValidationLoss: not null }).Select(replica => replica.ValidationLoss!.Value).Where(double.IsFinite)];
        return losses.Length < 2 ? new(step.Index, step.ValidationLoss) : new(step.Index, step.ValidationLoss) { Low = losses.Min(), High = losses.Max() };
    }
}
