namespace Fds.Contracts.Studies;

/// <summary>What kind of method each of them is.</summary>
public static class StudyMethods
{
    /// <summary>Whether it changes hyperparameters while it trains, in one run.</summary>
    public static bool IsGreedy(this StudyMethod method) => method is StudyMethod.Hd or StudyMethod.Greedy or StudyMethod.Rtho or StudyMethod.Marthe;

    /// <summary>Whether it tries one fixed schedule after another and sees only how well each does.</summary>
    public static bool IsBlackBox(this StudyMethod method) => method != StudyMethod.Fds && !method.IsGreedy();

    /// <summary>Its name in study files, tables and metrics.</summary>
    public static string Word(this StudyMethod method) => method.ToString().ToLowerInvariant();
}
