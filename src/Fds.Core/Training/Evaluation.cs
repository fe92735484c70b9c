namespace Fds.Core.Training;

/// <summary>How weights do on a set of examples.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Share of the predictions that name the class, in [0, 1]; NaN where targets are real numbers, or classes at every position.</param>
/// <param name="PredictedClasses">Number of different classes, or of different answers, among the predictions.</param>
/// <param name="Examples">Number of examples.</param>
/// <param name="Variation">The largest difference of an output between two predictions, as a share of the largest output: 0 if the network predicts the same for all.</param>
public readonly record struct Evaluation(double Loss, double Accuracy, int PredictedClasses, int Examples, double Variation = double.NaN);
