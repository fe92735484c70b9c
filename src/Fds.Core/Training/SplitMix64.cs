namespace Fds.Core.Training;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood, OOPSLA 2014): written out here because drawn images and proposed trials must be
/// the same on every run, machine and version of the framework.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Golden = 0x9e3779b97f4a7c15;
    private ulong state = seed;

    /// <summary>A generator for one stream of many: its seed is a hash of the parts.</summary>
    public static SplitMix64 ForStream(ulong seed, ulong stream, ulong index) =>
        new(Mix(Mix(Mix(seed + Golden) ^ (stream + Golden)) ^ (index + Golden)));

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>Uniform in [0, 1), with 53 bits.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextUnit());

    /// <summary>Uniform in the cube [0, 1)^dimensions.</summary>
    public double[] UnitPoint(int dimensions)
    {
        double[] point = new double[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            point[i] = NextUnit();
        }

        return point;
    }

    /// <summary>Uniform among 0 … count − 1; the bias for so few is below 2⁻⁵⁰.</summary>
    public int Below(int count) => (int)(NextUnit() * count);

    /// <summary>About normal with the given standard deviation: a sum of four uniform numbers (variance 1/3), which needs no logarithm.</summary>
    public double Normal(double deviation) => (NextUnit() + NextUnit() + NextUnit() + NextUnit() - 2) * 1.7320508075688772 * deviation;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
