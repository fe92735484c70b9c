namespace Fds.Core.Training;

/// <summary>How weights do on a set of images.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Share of images whose class is predicted, in [0, 1].</param>
/// <param name="PredictedClasses">Number of different classes among the predictions.</param>
/// <param name="Examples">Number of images.</param>
/// <param name="Variation">The largest difference of a logit between two images, as a share of the largest logit: 0 if the network predicts the same for all.</param>
public readonly record struct Evaluation(double Loss, double Accuracy, int PredictedClasses, int Examples, double Variation = double.NaN);
