using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>
/// A study with a population has no work of its own until the members, studies themselves, have ended: it submits them, watches them,
/// lets perturbed copies of the best replace the worst, and takes over what the best one learned.
/// </summary>
internal sealed partial class StudyGrain
{
    private void BeginPopulation()
    {
        State.Phase = StudyPhase.Population;
        State.Work = [];
        BeginSpan();
        for (int member = 0; member < State.Specification.Population.Members; member++)
        {
            State.Members.Add(new()
            {
                Status = new() { Study = Population.Name(Name, member, 0), Member = member, Generation = 0 },
                Start = Population.Start(State.Specification, member),
            });
        }
    }

    /// <summary>Looks after the members once; called on every tick.</summary>
    private async Task TendPopulation()
    {
        bool changed = OverBudget() is { } reason && await CancelMembers(reason);
        foreach (PopulationMember member in State.Members.Where(IsOut).ToList())
        {
            if (await AskPatiently(member) is not { } now)
            {
                await EndWithoutName(member);
                return;
            }

            changed |= now != member.Status;
            member.Status = now;
        }

        bool ended = !State.Members.Exists(IsOut);
        if (!changed && !ended)
        {
            return;
        }

        AddUpMembers();
        if (ended)
        {
            await EndGeneration();
        }

        await SaveAndEnqueue();
        EmitProgress();
    }

    /// <summary>
    /// How a member stands. One that nothing was heard of yet is submitted, and the same submission again changes nothing; one that has been
    /// deleted since counts as cancelled, having learned what it will and spent what was heard of it last.
    /// </summary>
    /// <returns>Null where its name is that of another study.</returns>
    private async Task<MemberStatus?> Ask(PopulationMember member)
    {
        IStudyGrain study = GrainFactory.GetGrain<IStudyGrain>(member.Status.Study);
        StudyStatus status;
        if (member.Status.State == StudyState.None)
        {
            SubmitReply reply = await study.Submit(
                State.Specification.Compares ? Comparison.Study(State.Submission!, member.Status.Method, CostOfFds) : Population.Study(State.Submission!, member));
            if (reply.Outcome == SubmitOutcome.Conflict)
            {
                return null;
            }

            status = reply.Status;
        }
        else
        {
            status = await study.GetStatus();
            if (status.State == StudyState.None)
            {
                member.HasLearned = true;
                return member.Status with { State = StudyState.Cancelled };
            }
        }

        member.HasLearned = status.Phase is StudyPhase.Retraining or StudyPhase.Finished;
        return Heard(member, status);
    }

    /// <summary>
    /// How a member stands or, where it cannot be asked, stood when it was last heard of. One that cannot be asked for long counts as failed,
    /// and the others go on without it.
    /// </summary>
    /// <returns>Null where its name is that of another study.</returns>
    private async Task<MemberStatus?> AskPatiently(PopulationMember member)
    {
        string study = member.Status.Study;
        try
        {
            MemberStatus? now = await Ask(member);
            patience.Heard(study);
            return now;
        }
#pragma warning disable CA1031 // What the others said is kept; the next tick asks this one again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotAsked(Name, study, e.Message);
            if (!patience.IsOver(study))
            {
                return member.Status;
            }

            member.GivenUp = $"{study} could not be asked for {patience.Limit.TotalMinutes:G} minutes; the last time: {Watchdog.Words(e)}";
            Emit(State.Specification.Compares ? StudyEventKind.MethodChanged : StudyEventKind.PopulationChanged, $"{member.GivenUp}; it counts as failed");
            return member.Status with { State = StudyState.Failed };
        }
    }

    /// <summary>Ends this study for want of a member, whose name somebody else's study has: that one is left alone.</summary>
    private async Task EndWithoutName(PopulationMember member)
    {
        string reason = $"there is another study called {member.Status.Study}, which this one needs for its own: delete that one, or submit this one under another name";
        await CancelMembers(reason);
        End(StudyState.Failed, reason);
        await SaveAndEnqueue();
    }

    /// <summary>A member's result; null where it is none of this study's yet, or was deleted.</summary>
    private async Task<StudyResult?> ResultOf(PopulationMember member) =>
        member.Status.State == StudyState.None || member.GivenUp is not null ? null : await GrainFactory.GetGrain<IStudyGrain>(member.Status.Study).GetResult();

    private static bool IsOut(PopulationMember member) => member.Status.State is StudyState.None or StudyState.Running or StudyState.Paused;

    private static MemberStatus Heard(PopulationMember member, StudyStatus status) => member.Status with
    {
        State = status.State,
        OuterStep = status.OuterStep,
        BestValidationAccuracy = status.BestValidationAccuracy,
        LastValidationAccuracy = status.LastValidationAccuracy,
        GradientSteps = status.GradientSteps,
        Trials = status.Trials,
        BestValidationLoss = status.BestValidationLoss,
        Learning = status.Learning,
    };

    private async Task EndGeneration()
    {
        int generation = State.Members.Max(member => member.Status.Generation);
        PopulationMember best = State.Members.Where(member => member.Status.Generation == generation).MaxBy(member => Population.Merit(member.Status))!;
        if (await BestResult() is not var (winner, result))
        {
            End(StudyState.Failed, $"no member of the population completed an outer step, or those that did were deleted; {best.Status.Study} is one of them");
            return;
        }

        if (generation + 1 < Population.Generations(State.Specification).Length && OverBudget() is null)
        {
            await BeginGeneration(generation + 1, best);
            return;
        }

        Emit(StudyEventKind.PopulationChanged, $"the best member of the population is {winner.Status.Study}, with a validation loss of {winner.Status.BestValidationLoss:G4}, accuracy {winner.Status.BestValidationAccuracy:P2}");
        TakeOver(winner, result);
    }

    /// <summary>The best member of all generations that is still there, with what it learned.</summary>
    private async Task<(PopulationMember Member, StudyResult Result)?> BestResult()
    {
        foreach (PopulationMember member in State.Members.Where(member => !double.IsNegativeInfinity(Population.Merit(member.Status))).OrderByDescending(member => Population.Merit(member.Status)).ToList())
        {
            if (await ResultOf(member) is { } result)
            {
                return (member, result);
            }
        }

        return null;
    }

    private async Task BeginGeneration(int generation, PopulationMember best)
    {
        List<PopulationMember> before = [.. State.Members.Where(member => member.Status.Generation == generation - 1)];
        PopulationMember worst = before.MinBy(member => Population.Merit(member.Status))!;
        List<PopulationMember> next = [];
        foreach (PopulationMember member in before)
        {
            bool replaced = member == worst && member != best;
            PopulationMember source = replaced ? best : member;

            // One that was deleted begins where it began.
            ImmutableArray<LearnedValue> values = await ResultOf(source) is { } ended ? OuterLoop.WithValues(OuterLoop.Initial(State.Specification), ended.Learned) : source.Start;
            next.Add(new()
            {
                Status = new() { Study = Population.Name(Name, member.Status.Member, generation), Member = member.Status.Member, Generation = generation },
                Start = replaced ? Population.Perturbed(State.Specification, member.Status.Member, generation, values) : values,
            });
        }

        State.Members.AddRange(next);
        Emit(StudyEventKind.PopulationChanged, $"generation {generation + 1} of the population: {worst.Status.Study} is replaced by a perturbed copy of {best.Status.Study}");
    }

    /// <summary>The best member's outer loop becomes this study's, which goes on as if it had been its own; what was spent by each step is the whole population's.</summary>
    private void TakeOver(PopulationMember winner, StudyResult result)
    {
        MemberStatus[] members = [.. State.Members.Select(member => member.Status)];
        State.History = [.. result.OuterSteps.Select(step => step with { Spent = Population.Spent(members, winner.Status, step.Spent) })];
        State.Values = OuterLoop.WithValues(State.Values, result.Learned);
        State.OuterStep = result.OuterSteps.Length;
        State.DeviceKind = result.Device;
        State.AboveChance = result.OuterSteps.Any(step => !(step.ValidationLoss >= step.PriorLoss));
        State.Reason = OverBudget();
        KeepStepTime();
        if (State.Specification.Retrain.Seeds == 0)
        {
            Succeed();
        }
        else
        {
            BeginRetraining();
        }
    }

    /// <summary>
    /// What a user asks of a study whose members do the work is asked of them. While any member is at work, the study has no work of its
    /// own, so that no report can come between the question and what follows from the answers.
    /// </summary>
    private Task AskMembersAtWork(Func<IStudyGrain, Task<VerbReply>> ask) => AskMembers(ask, IsOut);

    private async Task AskMembers(Func<IStudyGrain, Task<VerbReply>> ask, Func<PopulationMember, bool> which)
    {
        foreach (PopulationMember member in State.Members.Where(member => member.Status.State != StudyState.None && which(member)).ToList())
        {
            VerbReply reply = await ask(GrainFactory.GetGrain<IStudyGrain>(member.Status.Study));
            member.Status = Heard(member, reply.Status);
        }
    }

    /// <summary>Members know nothing of their population: when that ends, they are told.</summary>
    /// <returns>Whether any was out.</returns>
    private async Task<bool> CancelMembers(string reason)
    {
        List<PopulationMember> running = [.. State.Members.Where(member => member.Status.State is StudyState.Running or StudyState.Paused)];
        if (running.Count == 0)
        {
            return false;
        }

        foreach (PopulationMember member in running)
        {
            member.Status = Heard(member, await GrainFactory.GetGrain<IStudyGrain>(member.Status.Study).Cancel(reason));
        }

        AddUpMembers();
        return true;
    }

    /// <summary>While its members are at work, a study has spent what they have.</summary>
    private void AddUpMembers()
    {
        State.GradientSteps = State.Members.Sum(member => member.Status.GradientSteps);
        if (State.Phase == StudyPhase.Population)
        {
            State.Learning = State.Learning with { GradientSteps = State.GradientSteps, DeviceSeconds = State.Members.Sum(member => member.Status.Learning.DeviceSeconds) };
        }
    }
}
