using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies.Histories;

/// <summary>
/// One study in a world of its own, without a silo: a store whose writes may fail, an activation that may be lost at any point, devices that
/// may die, reports that come late, twice and out of order, a clock that moves when it is told. Everything by one seed.
/// </summary>
internal sealed class HistoryWorld
{
    private static readonly StudySettings Settings = new(TimeSpan.FromSeconds(30), 3);
    private readonly Random random;
    private readonly StudySubmission submission;
    private readonly double trouble;
    private readonly List<StudyEffect> pending = [];
    private readonly List<WorkOrder> queue = [];
    private readonly List<HistoryRun> runs = [];

    /// <summary>Last words that no answer has come to yet.</summary>
    private readonly List<RunReport> inbox = [];

    /// <summary>Those whose answer waits for the next write.</summary>
    private readonly List<RunReport> unanswered = [];
    private readonly List<(SearchQuestion Question, Trial? Trial)> proposals = [];
    private readonly HashSet<string> gone = [];

    /// <summary>The studies that belong to this one, each in a world of its own.</summary>
    private readonly Dictionary<string, HistoryWorld> children = [];
    private StudyRecord stored = new();
    private Study study;
    private bool dirty;
    private int silos;
    private int numbers;
    private TimeSpan uptime;

    /// <param name="submission">The study.</param>
    /// <param name="seed">Of all that happens.</param>
    /// <param name="trouble">Share of what happens that is trouble.</param>
    public HistoryWorld(StudySubmission submission, int seed, double trouble)
    {
        (this.submission, this.trouble) = (submission, trouble);
        random = new(seed);
        study = Load();
    }

    /// <summary>How often each outer step or trial was counted by the metrics.</summary>
    public Dictionary<string, int> Counted { get; } = [];

    /// <summary>How often something went wrong.</summary>
    public int Troubles { get; private set; }

    private Moment Now => new(DateTimeOffset.UnixEpoch + uptime, uptime);

    /// <summary>Lets the study run to its end.</summary>
    /// <returns>What is stored of it then.</returns>
    public StudyRecord Run()
    {
        for (int step = 0; step < 20_000; step++)
        {
            if (IsOver)
            {
                return stored;
            }

            GoOn();
        }

        throw new InvalidOperationException($"The study has not ended: {stored.State}, {stored.Phase}, outer step {stored.OuterStep}.");
    }

    private bool IsOver => stored.State is StudyState.Succeeded or StudyState.Failed or StudyState.Cancelled;

    private void GoOn()
    {
        uptime += TimeSpan.FromMilliseconds(random.Next(1, 400));
        Happen();
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private bool Trouble(double share)
    {
        bool happens = Chance(trouble * share);
        Troubles += happens ? 1 : 0;
        return happens;
    }

    private T Any<T>(List<T> list) => list[random.Next(list.Count)];

    private void Happen()
    {
        if (study.Record.Submission is null)
        {
            Make((now, it) => it.Submit(submission, "cpu", 3, NewGuid(), now));
            return;
        }

        if (Trouble(0.02))
        {
            LoseActivation();
            return;
        }

        if (Trouble(0.01))
        {
            gone.Add($"silo{silos++}");
            runs.RemoveAll(run => gone.Contains(run.Silo));
            return;
        }

        if (study.Parts.IsRunning && study.Parts.Plans.Children is not null)
        {
            Tend();
            return;
        }

        switch (random.Next(8))
        {
            case 0 when queue.Count > 0:
                Start(Any(queue));
                break;
            case 1 or 2 when runs.Count > 0:
                Beat(Any(runs));
                break;
            case 3 when runs.Count > 0:
                End(Any(runs));
                break;
            case 4 or 5 when inbox.Count > 0:
                Deliver(Any(inbox));
                break;
            case 6:
                Propose();
                break;
            default:
                Tick();
                break;
        }
    }

    private void Tick()
    {
        if (dirty)
        {
            Write();
            return;
        }

        bool? changed = Make((now, it) => it.Tick(gone.Contains, now));
        if (changed == false && !dirty)
        {
            Tell(study.Orders(again: true, Now));
        }
    }

    private void Propose()
    {
        SearchPlan search = study.Parts.Plans.Search;
        if (proposals.Count > 0 && Chance(0.7))
        {
            (SearchQuestion question, Trial? trial) = Any(proposals);
            proposals.Remove((question, trial));
            Make((now, it) => it.Proposed(question.Asked, trial, now));
        }
        else if (search.HasRoom)
        {
            SearchQuestion question = search.Question;
            proposals.Add((question, question.Answer()));
        }
        else if (search.IsConcluded)
        {
            Make((now, it) => it.Proposed(-1, null, now));
        }
    }

    /// <summary>Lets a study that belongs to this one go on, stores what is decided, or asks them all.</summary>
    private void Tend()
    {
        if (Chance(0.8) && children.Values.Where(child => !child.IsOver).ToList() is { Count: > 0 } atWork)
        {
            HistoryWorld child = Any(atWork);
            for (int i = 0; i < 16 && !child.IsOver; i++)
            {
                child.GoOn();
            }

            return;
        }

        if (dirty)
        {
            Write();
            return;
        }

        List<ChildAnswer> answers = [.. study.Questions(Now).Select(Answer)];
        if (!Trouble(0.1))
        {
            Make((now, it) => it.Told(answers, now));
        }
    }

    private ChildAnswer Answer(ChildQuestion question)
    {
        if (question.BearsSilence && Trouble(0.1))
        {
            return new(question) { Fault = new TimeoutException("it does not answer") };
        }

        if (question.Verb == ChildVerb.Submit)
        {
            if (!children.TryGetValue(question.Study, out HistoryWorld? known))
            {
                children.Add(question.Study, new(question.Submission!, random.Next(), trouble));
            }
            else
            {
                // Whoever asks twice asks for the same.
                Assert.Equal(known.submission.File, question.Submission!.File);
            }
        }

        HistoryWorld child = children[question.Study];
        while (child.stored.Submission is null)
        {
            // Whoever submits is answered when the submission is stored.
            child.GoOn();
        }

        Study stands = child.Load();
        return question.Verb == ChildVerb.Result
            ? new(question) { Result = stands.Result(ImmutableDictionary<string, string>.Empty, child.Now) }
            : new(question) { Status = stands.Describe(child.Now) };
    }

    private void Start(WorkOrder order)
    {
        if (!Trouble(0.1))
        {
            queue.Remove(order);
        }

        runs.Add(new(order, NewGuid(), $"silo{silos + random.Next(3)}"));
    }

    private void Beat(HistoryRun run)
    {
        run.InnerStep = Math.Min(8, run.InnerStep + 1);
        Verdict? verdict = Make((now, it) => it.Progress(run.Progress(), now));
        if (verdict == Verdict.Abandon)
        {
            runs.Remove(run);
        }
    }

    private void End(HistoryRun run)
    {
        runs.Remove(run);
        inbox.Add(run.Report());
        if (Trouble(0.1))
        {
            inbox.Add(run.Report());
        }
    }

    private void Deliver(RunReport report)
    {
        Writing writing = Writing.None;
        Verdict? verdict = Make((now, it) =>
        {
            Decision<Verdict> decision = it.Finished(report, now);
            writing = decision.Writing;
            return decision;
        });

        // An answer is given when what it rests on is stored, and may be lost on its way.
        if (verdict is null || Trouble(0.1))
        {
            return;
        }

        inbox.Remove(report);
        if (writing != Writing.None && dirty)
        {
            unanswered.Add(report);
        }
    }

    /// <summary>A decision is stored at once, or shares a later write; null where it was lost.</summary>
    private T? Make<T>(Func<Moment, Study, Decision<T>> decide)
        where T : struct
    {
        Decision<T> decision = decide(Now, study);
        if (decision.Writing != Writing.Own)
        {
            Do(decision.Effects);
            return decision.Answer;
        }

        pending.AddRange(decision.Effects);
        dirty = true;
        return Chance(0.5) || Write() ? decision.Answer : null;
    }

    /// <summary>Stores the record and only then does what follows from it.</summary>
    private bool Write()
    {
        study.BeforeWrite(Now);
        bool forgets = study.Parts.Orders.MustForget;
        ImmutableArray<WorkOrder> orders = study.Orders(forgets, Now);
        List<StudyEffect> following = [.. pending];
        long sequence = study.Record.Sequence;
        if (Trouble(0.1))
        {
            // The write may have been done all the same: nobody knows.
            if (Chance(0.3))
            {
                stored = RecordCopy.Of(study.Record);
            }

            LoseActivation();
            return false;
        }

        stored = RecordCopy.Of(study.Record);
        pending.Clear();
        unanswered.Clear();
        dirty = false;
        if (Trouble(0.1))
        {
            LoseActivation();
            return false;
        }

        study.Parts.Events.Stored(sequence);
        Do(following);
        if (forgets)
        {
            queue.Clear();
        }

        Tell(orders);
        return true;
    }

    private void Tell(IEnumerable<WorkOrder> orders)
    {
        foreach (WorkOrder order in orders.Where(order => !queue.Exists(other => other.Key == order.Key && other.Attempt == order.Attempt)))
        {
            queue.Add(order);
        }
    }

    private void Do(IEnumerable<StudyEffect> effects)
    {
        foreach (StudyEffect effect in effects)
        {
            switch (effect)
            {
                case CountOuterStep step:
                    Count($"step {step.Step.Index}");
                    Assert.Contains(stored.History, other => other.Index == step.Step.Index);
                    break;
                case CountTrial trial:
                    Count($"trial {trial.Trial.Number}");
                    Assert.Contains(stored.AllTrials, other => other.Number == trial.Trial.Number);
                    break;
                case LogEvent happened:
                    Assert.Contains(stored.Events, other => other.Kind == happened.Kind && other.Message == happened.Message);
                    break;
                case RemoveStudyCheckpoints or RemoveWorkCheckpoints:
                    Assert.Equal(StudyPhase.Finished, stored.Phase);
                    break;
                case RemoveStepCheckpoints over:
                    // Nobody takes up again what is over.
                    Assert.DoesNotContain(stored.Work, item => item.Key.Kind == over.Any.Kind && item.Key.OuterStep == over.Any.OuterStep);
                    break;
                default:
                    break;
            }
        }
    }

    private void Count(string what) => Counted[what] = Counted.GetValueOrDefault(what) + 1;

    private void LoseActivation()
    {
        study = Load();
        pending.Clear();
        dirty = false;

        // Proposals are computed within an activation, and lost with it.
        proposals.Clear();

        // Whoever was not answered tells again.
        inbox.AddRange(unanswered);
        unanswered.Clear();
        Make((now, it) => it.Revive(gone.Contains, now));
    }

    private Study Load() => new(submission.Specification.Name, RecordCopy.Of(stored), Settings, Now);

    private Guid NewGuid() => new(++numbers, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
