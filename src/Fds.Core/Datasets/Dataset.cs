namespace Fds.Core.Datasets;

/// <summary>A data set in host memory: what is trained on, what is tested on, and how its pixels are normalised.</summary>
/// <param name="Name">The name it was asked for by.</param>
/// <param name="Training">Images to train on; validation images are split off these.</param>
/// <param name="Test">Images that are only ever tested on.</param>
/// <param name="Classes">Number of classes: every label is below it.</param>
/// <param name="Normalisation">Per-channel mean and standard deviation of the training pixels.</param>
public sealed record Dataset(string Name, LabelledImages Training, LabelledImages Test, int Classes, Normalisation Normalisation);
