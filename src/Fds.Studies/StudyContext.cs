using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Plans;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Studies;

/// <summary>What the parts of one study share: its record, the time, and the effects of the decision that is being made.</summary>
internal sealed class StudyContext
{
    private readonly List<StudyEffect> effects = [];

    public StudyContext(string name, StudyRecord record, StudySettings settings, Moment now)
    {
        (Name, Record, Settings, Now) = (name, record, settings, now);
        Heartbeats = new(this);
        Events = new(this);
        Costs = new(this);
        Work = new(this);
        Orders = new(this);
        Retries = new(this);
        Life = new(this);
        Views = new(this);
        Plans = new(this);
    }

    /// <summary>The study's name.</summary>
    public string Name { get; }

    /// <summary>What the study remembers.</summary>
    public StudyRecord Record { get; }

    /// <summary>The silo's settings.</summary>
    public StudySettings Settings { get; }

    /// <summary>The time of the decision that is being made.</summary>
    public Moment Now { get; set; }

    /// <summary>Distinguishes work that begins with this decision from earlier work with the same keys.</summary>
    public Guid NextIncarnation { get; set; }

    /// <summary>The latest heartbeats of the runs.</summary>
    public Heartbeats Heartbeats { get; }

    /// <summary>What has happened.</summary>
    public EventLog Events { get; }

    /// <summary>What was spent.</summary>
    public CostLedger Costs { get; }

    /// <summary>The work at hand.</summary>
    public WorkLedger Work { get; }

    /// <summary>What the scheduler is told.</summary>
    public OrderBook Orders { get; }

    /// <summary>Work that comes back.</summary>
    public Retries Retries { get; }

    /// <summary>Running, paused, ended.</summary>
    public StudyLife Life { get; }

    /// <summary>What is shown.</summary>
    public StudyViews Views { get; }

    /// <summary>What each phase does.</summary>
    public StudyPlans Plans { get; }

    /// <summary>The study's specification.</summary>
    public StudySpecification Specification => Record.Specification;

    /// <summary>Whether it is running.</summary>
    public bool IsRunning => Record.State == StudyState.Running;

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused => Record.State == StudyState.Paused;

    /// <summary>Whether it has not ended: reports on its work count.</summary>
    public bool IsActive => IsRunning || IsPaused;

    /// <summary>Adds an effect to the decision that is being made.</summary>
    public void Follow(StudyEffect effect) => effects.Add(effect);

    /// <summary>Makes one decision. Every effect that is added meanwhile belongs to it.</summary>
    public Decision<T> Decide<T>(Moment now, Func<(T Answer, Writing Writing)> decide)
    {
        Now = now;
        (T answer, Writing writing) = decide();
        ImmutableArray<StudyEffect> following = [.. effects];
        effects.Clear();
        return new(answer, writing, following);
    }
}
