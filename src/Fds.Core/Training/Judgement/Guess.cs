namespace Fds.Core.Training.Judgement;

/// <summary>What can be had of some examples without a look at their inputs.</summary>
/// <param name="Loss">Mean loss of naming every class with its share of the training set; or of predicting the mean of the training targets.</param>
/// <param name="Accuracy">That of always naming the class that is most frequent among the examples, in (0, 1]; NaN of real targets.</param>
/// <param name="Classes">Different classes, or up to two different targets, among the examples.</param>
public readonly record struct Guess(double Loss, double Accuracy, int Classes)
{
    private const double StandardDeviations = 3;

    /// <summary>Whether an accuracy over so many examples is above what guessing reaches by luck (three standard deviations).</summary>
    public bool IsBelow(double accuracy, int examples) =>
        accuracy > Accuracy + (StandardDeviations * Math.Sqrt(Accuracy * (1 - Accuracy) / examples));
}
