namespace Fds.Core.Datasets.Arrays;

/// <summary>Inputs with a target each.</summary>
/// <param name="Inputs">Shape [N, …]: uint8 from 0 to 255, which become 0 to 1; int64, which are tokens; or real numbers, as they are.</param>
/// <param name="Targets">Classes, int64, shape [N] or [N, T], or real numbers, float64, shape [N, D].</param>
internal sealed record LabelledArrays(NumberArray Inputs, NumberArray Targets);
