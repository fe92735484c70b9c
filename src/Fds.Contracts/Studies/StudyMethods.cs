namespace Fds.Contracts.Studies;

/// <summary>What kind of method each of them is.</summary>
public static class StudyMethods
{
    /// <summary>Whether it changes hyperparameters while it trains, in one run.</summary>
    public static bool IsGreedy(this StudyMethod method) => method is StudyMethod.Hd or StudyMethod.Greedy or StudyMethod.Rtho or StudyMethod.Marthe;

    /// <summary>Whether it tries one fixed schedule after another and sees only how well each does.</summary>
    public static bool IsBlackBox(this StudyMethod method) => method != StudyMethod.Fds && !method.IsGreedy();

    /// <summary>Whether it proposes trials for as long as it is let.</summary>
    public static bool IsEndless(this StudyMethod method) => method.IsBlackBox() && method is not (StudyMethod.Pbt or StudyMethod.Hand);

    /// <summary>Whether it goes through a list of runs that is known before the first.</summary>
    public static bool IsSweep(this StudyMethod method) => method.IsGreedy() || method == StudyMethod.Hand;

    /// <summary>Whether it tries short runs first and lets the best of them lead to longer ones.</summary>
    public static bool TriesShortRuns(this StudyMethod method) => method is StudyMethod.Hyperband or StudyMethod.Bohb or StudyMethod.Asha;

    /// <summary>Its name in study files, tables and metrics.</summary>
    public static string Word(this StudyMethod method) => method.ToString().ToLowerInvariant();
}
