using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>A study that compares methods has no work of its own: each method is a study, which it submits, watches and reports.</summary>
internal sealed partial class StudyGrain
{
    private void BeginMethods()
    {
        State.Phase = StudyPhase.Methods;
        State.Work = [];
        BeginSpan();
        foreach (StudyMethod method in State.Specification.Methods)
        {
            State.Members.Add(new()
            {
                Status = new() { Study = Comparison.Name(Name, method), Member = State.Members.Count, Generation = 0, Method = method },
                Start = [],
            });
        }
    }

    /// <summary>Looks after the methods once; called on every tick.</summary>
    private async Task TendMethods()
    {
        bool changed = false;
        foreach (PopulationMember member in State.Members.Where(IsOut).Where(member => !Comparison.Waits(State.Specification, member.Status.Method, CostOfFds)).ToList())
        {
            MemberStatus before = member.Status;
            MemberStatus? now = await AskPatiently(member);
            if (now is null)
            {
                await EndWithoutName(member);
                return;
            }

            member.Status = now;
            if (before.State != member.Status.State)
            {
                Emit(StudyEventKind.MethodChanged, $"{member.Status.Method.Word()}: {member.Status.Study} {(IsOut(member) ? "began" : $"ended, {member.Status.State}")}", withStatus: true);
            }

            changed |= before != member.Status;
        }

        // Should asking for results fail, the next tick asks again.
        bool ended = !State.Members.Exists(IsOut);
        if (!changed && !ended)
        {
            return;
        }

        AddUpMembers();
        if (ended)
        {
            await EndComparison();
        }

        await SaveAndEnqueue();
        EmitProgress();
    }

    /// <summary>What learning with fds cost, once it is over; null before.</summary>
    private double? CostOfFds => State.Members.Find(member => member.Status.Method == StudyMethod.Fds && member.HasLearned)?.Status.Learning.GradientSteps;

    private async Task EndComparison()
    {
        State.Methods = await AskForMethods();
        string[] failed = [.. State.Methods.Where(method => method.State == StudyState.Failed).Select(method => $"{method.Method.Word()} failed: {method.Reason}")];
        if (State.Members.Find(member => member.Status.Method == StudyMethod.Fds) is { } fds)
        {
            await Show(fds);
        }

        KeepStepTime();
        State.Reason = Worth.Joined(failed);
        if (State.Methods.Any(method => method.State == StudyState.Succeeded))
        {
            Succeed();
        }
        else
        {
            End(StudyState.Failed, State.Reason);
        }
    }

    /// <summary>What fds learned is shown as this study's own, with its outer steps.</summary>
    private async Task Show(PopulationMember fds)
    {
        if (await ResultOf(fds) is { OuterSteps.IsEmpty: false } result)
        {
            State.History = [.. result.OuterSteps];
            State.Values = OuterLoop.WithValues(State.Values, result.Learned);
            State.OuterStep = result.OuterSteps.Length;
            State.Retrainings = [.. result.Retrainings];
            State.DeviceKind = result.Device;
        }
    }

    /// <summary>What every method has found so far; of one whose study is gone, what is remembered.</summary>
    private async Task<ImmutableArray<MethodResult>> AskForMethods()
    {
        ImmutableArray<MethodResult>.Builder methods = ImmutableArray.CreateBuilder<MethodResult>();
        foreach (PopulationMember member in State.Members)
        {
            StudyResult? result = await ResultOf(member);
            MethodResult? known = result?.Methods.FirstOrDefault() ?? State.Methods.FirstOrDefault(method => method.Method == member.Status.Method);
            methods.Add(known ?? new()
            {
                Method = member.Status.Method,
                Study = member.Status.Study,
                State = member.Status.State,
                Reason = member.GivenUp ?? (member.Status.State == StudyState.None ? "it has not begun" : "it was deleted"),
                Cost = member.Status.Learning,
            });
        }

        return methods.ToImmutable();
    }
}
