using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;

namespace Fds.Studies;

/// <summary>A study's whole stored state, written as one.</summary>
[GenerateSerializer]
[Alias("fds.StudyGrainState")]
internal sealed class StudyRecord
{
    /// <summary>The study as submitted; null before.</summary>
    [Id(0)]
    public StudySubmission? Submission { get; set; }

    /// <summary>State.</summary>
    [Id(1)]
    public StudyState State { get; set; }

    /// <summary>Phase.</summary>
    [Id(2)]
    public StudyPhase Phase { get; set; }

    /// <summary>Why it ended or stopped early.</summary>
    [Id(3)]
    public string? Reason { get; set; }

    /// <summary>Pool that its work runs on.</summary>
    [Id(4)]
    public string Pool { get; set; } = "";

    /// <summary>Outer step under way, from 0.</summary>
    [Id(5)]
    public int OuterStep { get; set; }

    /// <summary>Every window of every schedule.</summary>
    [Id(6)]
    public ImmutableArray<LearnedValue> Values { get; set; } = [];

    /// <summary>Work of the outer step under way or of the retraining.</summary>
    [Id(7)]
    public List<WorkItem> Work { get; set; } = [];

    /// <summary>Completed outer steps.</summary>
    [Id(8)]
    public List<OuterStepRecord> History { get; set; } = [];

    /// <summary>Completed retraining runs.</summary>
    [Id(9)]
    public List<RetrainRecord> Retrainings { get; set; } = [];

    /// <summary>The latest events.</summary>
    [Id(10)]
    public List<StudyEvent> Events { get; set; } = [];

    /// <summary>Sequence number of the latest event.</summary>
    [Id(11)]
    public long Sequence { get; set; }

    /// <summary>Number of activations of the study, which gives the high bits of sequence numbers.</summary>
    [Id(12)]
    public int Epoch { get; set; }

    /// <summary>When it was submitted.</summary>
    [Id(13)]
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When this was last written.</summary>
    [Id(14)]
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Cost so far in gradient steps.</summary>
    [Id(15)]
    public double GradientSteps { get; set; }

    /// <summary>Time it has run, without the time it was stopped.</summary>
    [Id(16)]
    public double Seconds { get; set; }

    /// <summary>Cost reported in the outer step under way.</summary>
    [Id(17)]
    public double StepGradientSteps { get; set; }

    /// <summary>Time of the outer step under way, up to the last write.</summary>
    [Id(18)]
    public double StepSeconds { get; set; }

    /// <summary>Whether replicas of an earlier outer step did better than always predicting the class frequencies.</summary>
    [Id(19)]
    public bool AboveChance { get; set; }

    /// <summary>Kind of device that did the work.</summary>
    [Id(20)]
    public string DeviceKind { get; set; } = "";

    /// <summary>Why it is paused; null where it is not.</summary>
    [Id(21)]
    public string? PauseReason { get; set; }

    /// <summary>Time that it was paused or had ended, up to <see cref="IdleSince"/>.</summary>
    [Id(22)]
    public TimeSpan Idle { get; set; }

    /// <summary>Since when it is paused or has ended; null while it runs.</summary>
    [Id(23)]
    public DateTimeOffset? IdleSince { get; set; }

    /// <summary>
    /// Distinguishes this study's work from that of a deleted study of the same name, and from its own before it was extended: the keys are
    /// the same.
    /// </summary>
    [Id(24)]
    public Guid Incarnation { get; set; }

    /// <summary>When the outer step under way had its quorum; null before.</summary>
    [Id(40)]
    public DateTimeOffset? QuorumAt { get; set; }

    /// <summary>Work that earlier outer steps did not wait for. Its reports are recorded but not counted.</summary>
    [Id(41)]
    public List<WorkItem> LeftBehind { get; set; } = [];

    /// <summary>Members of its population, every generation's.</summary>
    [Id(42)]
    public List<PopulationMember> Members { get; set; } = [];

    /// <summary>Ended trials that are not yet on a full page, in the order in which they ended.</summary>
    [Id(51)]
    public List<TrialRecord> Trials { get; set; } = [];

    /// <summary>The best trial; null before there is one.</summary>
    [Id(52)]
    public Incumbent? Incumbent { get; set; }

    /// <summary>Why nothing more is proposed; null while something is.</summary>
    [Id(54)]
    public string? SearchOver { get; set; }

    /// <summary>Proposed trials that the budget did not let begin or end.</summary>
    [Id(57)]
    public List<WorkItem> Shelved { get; set; } = [];

    /// <summary>Spent on learning, without retraining.</summary>
    [Id(55)]
    public MethodCost Learning { get; set; } = new();

    /// <summary>What the methods of a comparison found, once it has ended.</summary>
    [Id(56)]
    public ImmutableArray<MethodResult> Methods { get; set; } = [];

    /// <summary>Identity of its first span (W3C traceparent), which all others are below; null where it was not traced.</summary>
    [Id(70)]
    public string? TraceParent { get; set; }

    /// <summary>Number of full pages of trials stored beside this state; their trials ended before those in <see cref="Trials"/>.</summary>
    [Id(90)]
    public int TrialPages { get; set; }

    /// <summary>Whether it ended because its budget was used up.</summary>
    [Id(110)]
    public bool EndedForBudget { get; set; }

    /// <summary>How the last reported hypergradient was computed; null before the first.</summary>
    [Id(150)]
    public HypergradientComputation? Computation { get; set; }

    /// <summary>Number of exceptions in a row since the last result, thrown while the study processed what it was told.</summary>
    [Id(160)]
    public int Faults { get; set; }

    /// <summary>The seed of all randomness in its trials; null if an earlier version began the search, which used the study's seed.</summary>
    [Id(170)]
    public long? TrialSeed { get; set; }

    /// <summary>What was read of its data; null before that is known.</summary>
    [Id(171)]
    public DataSummary? Data { get; set; }

    /// <summary>Schedules of which one is chosen on fresh seeds; empty if there are none.</summary>
    [Id(180)]
    public ImmutableArray<CandidateRecord> Candidates { get; set; } = [];

    /// <summary>The schedule that learning began with, if the study found it by trying; else null.</summary>
    [Id(200)]
    public KindMap<ImmutableArray<double>>? Start { get; set; }

    /// <summary>The schedules that the study tried to begin with, with their losses once they are in; empty if it begins where it was told.</summary>
    [Id(201)]
    public ImmutableArray<CandidateRecord> Starts { get; set; } = [];

    /// <summary>Whether the rungs of its trials are shares of cost; false if an earlier version began the search, whose rungs were shares of the horizon.</summary>
    [Id(260)]
    public bool RungsByCost { get; set; }

    /// <summary>The trials of those pages. They are read with this state, but not written with it.</summary>
    [field: NonSerialized]
    public List<TrialRecord> Paged { get; } = [];

    /// <summary>Every ended trial, in the order in which the trials ended.</summary>
    public IEnumerable<TrialRecord> AllTrials => Paged.Concat(Trials);

    /// <summary>Number of ended trials.</summary>
    public int TrialCount => Paged.Count + Trials.Count;

    /// <summary>The specification of a submitted study.</summary>
    public StudySpecification Specification => Submission?.Specification ?? throw new InvalidOperationException("There is no study of this name.");
}
