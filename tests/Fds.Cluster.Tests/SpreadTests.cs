using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>One study spread in different ways over the slots of a real silo: what it learns must not depend on it.</summary>
[Collection(SharedSiloTests.Name)]
public sealed class SpreadTests(SharedSilo shared)
{
    [Fact]
    public async Task Study_WithColumnShards_LearnsTheBitsOfTheUndividedOne()
    {
        StudyResult[] digits = await Run(Studies.Small("digits", outerSteps: 2, innerSteps: 20, retrainings: 0), chunk: 2, [1, 2, 3]);
        StudyResult[] quadratics = await Run(Studies.Quadratic("quadratics"), chunk: 1, [1, 2, 4]);

        foreach (StudyResult[] results in (StudyResult[][])[digits, quadratics])
        {
            Assert.All(results, result => Assert.Equal(StudyState.Succeeded, result.Status.State));
            Assert.All(results, result => Assert.Equal(Outcome(results[0]), Outcome(result)));

            // Every share replays the trajectory, and its report says so.
            Assert.True(results[0].Status.GradientSteps < results[1].Status.GradientSteps && results[1].Status.GradientSteps < results[2].Status.GradientSteps);
        }

        Assert.Equal(4, digits[1].OuterSteps[0].Replicas.Length);
    }

    [Fact]
    public async Task Population_OnASilo_KeepsTheBestMemberAndReplacesTheWorst()
    {
        StudySubmission given = Studies.Quadratic("population", outerSteps: 4);
        StudySpecification study = given.Specification with { Population = new() { Members = 3, ReplaceEvery = 2 }, Retrain = new() { Seeds = 1 } };
        await shared.Cluster.Study("population").Submit(given with { Specification = study });
        StudyStatus status = await shared.Cluster.WaitFor("population", "its end", now => now.State != StudyState.Running);

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([0, 0, 0, 1, 1, 1], status.Members.Select(member => member.Generation));
        Assert.All(status.Members, member => Assert.Equal((StudyState.Succeeded, 2), (member.State, member.OuterStep)));
        MemberStatus best = status.Members.MinBy(member => member.BestValidationLoss)!;
        Assert.Equal((best.BestValidationLoss, best.BestValidationAccuracy), (status.BestValidationLoss, status.BestValidationAccuracy));
        StudyResult own = (await shared.Cluster.Study("population").GetResult())!;
        StudyResult member = (await shared.Cluster.Study(best.Study).GetResult())!;
        Assert.Equal(member.Learned.LearningRate, own.Learned.LearningRate);
        Assert.NotEmpty(own.Retrainings);
        Assert.True(own.Status.GradientSteps >= status.Members.Sum(each => each.GradientSteps));

        // The parts of the range: every member of the first generation stays within its own.
        foreach (MemberStatus first in status.Members.Take(3))
        {
            StudyResult found = (await shared.Cluster.Study(first.Study).GetResult())!;
            Assert.All(found.Learned.LearningRate, rate => Assert.InRange(rate, 0.5 * first.Member, 0.5 * (first.Member + 1)));
        }
    }

    private async Task<StudyResult[]> Run(StudySubmission study, int chunk, IReadOnlyList<int> shards)
    {
        List<StudyResult> results = [];
        foreach (int count in shards)
        {
            string name = $"{study.Specification.Name}-{count}";
            results.Add(await shared.Run(new()
            {
                File = $"{study.File} {count}",
                Specification = study.Specification with { Name = name, Inner = study.Specification.Inner with { Chunk = chunk }, Resources = new() { ColumnShards = count } },
            }));
        }

        return [.. results];
    }

    private static IEnumerable<long> Outcome(StudyResult result) =>
        result.OuterSteps.SelectMany(step => step.Readings).SelectMany(reading => (double[])[reading.NextValue, reading.Hypergradient!.Value, reading.StandardError!.Value]).Select(BitConverter.DoubleToInt64Bits);
}
