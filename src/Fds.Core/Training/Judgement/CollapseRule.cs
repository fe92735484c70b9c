namespace Fds.Core.Training.Judgement;

/// <summary>
/// When a run has collapsed: it does worse than always predicting the class frequencies and did better before, or it predicts the same for every example. What
/// it does on the examples held out makes it suspect; they can be few, so that it has collapsed only where it does no better on examples
/// that it was trained on. A network that does well on these has overfitted, and its hypergradient is what says so.
/// </summary>
/// <param name="Prior">What can be said of targets without a look at their examples.</param>
internal sealed record CollapseRule(Prior Prior)
{
    /// <summary>Logits that differ by less than this share of the largest are the same but for rounding.</summary>
    private const double Rounding = 1e-5;

    /// <summary>So many times the loss of knowing nothing is worse than any wandering about it.</summary>
    private const double Wrecked = 1.25;

    /// <summary>Whether the examples held out make a run suspect.</summary>
    /// <param name="reached">How its final weights do on them.</param>
    /// <param name="guess">What can be had of them without the images.</param>
    /// <param name="before">How it did before.</param>
    public static bool Suspects(Evaluation reached, Guess guess, CollapseMemory before) => FellBehind(reached, guess, before) || SaysTheSame(reached, guess, before);

    /// <summary>Why a suspect run has collapsed, or null.</summary>
    /// <param name="reached">How its final weights do on the examples held out.</param>
    /// <param name="guess">What can be had of these without the images.</param>
    /// <param name="before">How it did before.</param>
    /// <param name="trained">How its final weights do on examples that it was trained on.</param>
    /// <param name="trainedGuess">What can be had of those without the images.</param>
    public string? Reason(Evaluation reached, Guess guess, CollapseMemory before, Evaluation trained, Guess trainedGuess)
    {
        if (SaysTheSame(reached, guess, before) && SaysTheSame(trained))
        {
            return "the network predicts the same for every example";
        }

        bool knowsNothing = !(trained.Loss <= Wrecked * Prior.Uninformed) && !trainedGuess.IsBelow(trained.Accuracy, trained.Examples);
        return knowsNothing && FellBehind(reached, guess, before)
            ? $"the validation loss is {reached.Loss:G4} where always predicting {Prior.Prediction} gives {guess.Loss:G4}, the network did better before, and on examples that it was trained on the loss is {trained.Loss:G4}"
            : null;
    }

    private static bool FellBehind(Evaluation reached, Guess guess, CollapseMemory before) =>
        reached.Loss > guess.Loss && (before.WasAboveChance || before.InitialLoss < reached.Loss);

    /// <summary>One class can be all there is to say of examples of one class, or of a network that never said anything else.</summary>
    private static bool SaysTheSame(Evaluation reached, Guess guess, CollapseMemory before) => SaysTheSame(reached) && guess.Classes > 1 && before.InitialClasses > 1;

    private static bool SaysTheSame(Evaluation evaluation) => evaluation.Variation <= Rounding;
}
