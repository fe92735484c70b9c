using Measured = Fds.Core.Training.RunMeasurements;
using RunMeasurements = Fds.Contracts.Studies.RunMeasurements;

namespace Fds.Studies.Numerics;

/// <summary>Translates a run's measurements from the numerics to the contract.</summary>
internal static class MeasurementTranslation
{
    /// <summary>The measurements as the contract has them.</summary>
    public static RunMeasurements InContract(Measured measured) => new() { GradientClamped = measured.GradientClamped };
}
