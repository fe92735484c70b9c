using Measured = Fds.Core.Training.RunMeasurements;
using RunMeasurements = Fds.Contracts.Studies.RunMeasurements;

namespace Fds.Studies.Numerics;

/// <summary>Says what a run of the numerics measured in the words of the contract.</summary>
internal static class MeasurementTranslation
{
    /// <summary>The contract's words.</summary>
    public static RunMeasurements InContract(Measured measured) => new() { GradientClamped = measured.GradientClamped };
}
