namespace Fds.Contracts.Studies;

/// <summary>What a running study is doing.</summary>
[GenerateSerializer]
[Alias("fds.StudyPhase")]
public enum StudyPhase
{
    /// <summary>Learning the schedules, one outer step after another.</summary>
    OuterLoop,

    /// <summary>Training from scratch with the learned schedules.</summary>
    Retraining,

    /// <summary>Nothing is left to do.</summary>
    Finished,

    /// <summary>The members of its population are learning.</summary>
    Population = 40,

    /// <summary>Trying one schedule after another, or one greedy run after another.</summary>
    Search = 50,

    /// <summary>The studies of its methods are at work.</summary>
    Methods = 51,

    /// <summary>Measuring how hypergradients fluctuate over seeds.</summary>
    Measuring = 60,

    /// <summary>Running candidates again on fresh seeds, to choose one of them.</summary>
    Confirming = 180,

    /// <summary>Trying schedules to find one to begin with.</summary>
    Starting = 200,
}
