using Fds.Core.Training;
using MathNet.Numerics.Distributions;

namespace Fds.Core.Search.Densities;

/// <summary>A normal distribution truncated to [0, 1].</summary>
internal readonly struct TruncatedNormal
{
    private readonly double mean;
    private readonly double deviation;
    private readonly double below;
    private readonly double mass;
    private readonly double logScale;

    /// <summary>A normal distribution with a mean in [0, 1] and a deviation above 0, both of before the truncation.</summary>
    public TruncatedNormal(double mean, double deviation)
    {
        this.mean = mean;
        this.deviation = deviation;
        below = Normal.CDF(0, 1, -mean / deviation);
        mass = Normal.CDF(0, 1, (1 - mean) / deviation) - below;
        logScale = Math.Log(MathNet.Numerics.Constants.Sqrt2Pi * deviation * mass);
    }

    /// <summary>The density at a point of [0, 1].</summary>
    public double Density(double x)
    {
        double z = (x - mean) / deviation;
        return Math.Exp(-0.5 * z * z) / (MathNet.Numerics.Constants.Sqrt2Pi * deviation * mass);
    }

    /// <summary>The logarithm of the density at a point of [0, 1].</summary>
    public double LogDensity(double x)
    {
        double z = (x - mean) / deviation;
        return (-0.5 * z * z) - logScale;
    }

    /// <summary>A draw, by inversion.</summary>
    public double Draw(ref SplitMix64 random) =>
        Math.Clamp(mean + (deviation * Normal.InvCDF(0, 1, below + (mass * random.NextUnit()))), 0, 1);
}
