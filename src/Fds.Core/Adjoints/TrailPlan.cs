using System.Collections.Immutable;

namespace Fds.Core.Adjoints;

/// <summary>Which states of a run of T inner steps are kept on the way out, and which are recomputed on the way back.</summary>
/// <remarks>Griewank and Walther, Evaluating Derivatives (2008), chapter 12, with one or two levels of equal blocks.</remarks>
public sealed class TrailPlan
{
    /// <summary>The plan for a horizon.</summary>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="memory">How much is kept.</param>
    public TrailPlan(int horizon, AdjointMemory memory)
    {
        Horizon = horizon;
        Memory = memory;
        int fine = memory == AdjointMemory.Segments ? Ceiling(Math.Sqrt(horizon)) : Ceiling(Math.Cbrt(horizon));
        Strides = memory switch
        {
            AdjointMemory.All => [1],
            AdjointMemory.Segments => [fine, 1],
            _ => [fine * fine, fine, 1],
        };
    }

    /// <summary>T, in inner steps.</summary>
    public int Horizon { get; }

    /// <summary>How much is kept.</summary>
    public AdjointMemory Memory { get; }

    /// <summary>Per level, the steps between two kept states; that of the last level is 1.</summary>
    public ImmutableArray<int> Strides { get; }

    /// <summary>The most states that are kept at once.</summary>
    public int States
    {
        get
        {
            int states = Count(Horizon, Strides[0]);
            for (int level = 1; level < Strides.Length; level++)
            {
                // The first state of a block is one of the level above.
                states += Count(Math.Min(Horizon, Strides[level - 1]), Strides[level]) - 1;
            }

            return states;
        }
    }

    /// <summary>Inner steps that are taken again on the way back.</summary>
    public long StepsAgain => Again(Horizon, 0);

    /// <summary>Bytes of the kept states.</summary>
    /// <param name="numbers">Numbers of a state: P, and P more for each moment of the update rule.</param>
    /// <param name="bytesPerNumber">4 or 8.</param>
    public long Bytes(long numbers, int bytesPerNumber) => States * numbers * bytesPerNumber;

    /// <summary>Cost of a whole run in gradient steps: out, again, and back with one Hessian product per step.</summary>
    /// <param name="costOfStep">What a step costs, in gradient steps, by the number of products.</param>
    public double Cost(Func<int, double> costOfStep) => ((Horizon + StepsAgain) * costOfStep(0)) + (Horizon * costOfStep(1));

    /// <summary>The plan with the most states that fit; if no plan fits, the one with the fewest states.</summary>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="numbers">Numbers of a state: P, and P more for each moment of the update rule.</param>
    /// <param name="bytesPerNumber">4 or 8.</param>
    /// <param name="free">Bytes that the states may take.</param>
    public static TrailPlan Fitting(int horizon, long numbers, int bytesPerNumber, long free)
    {
        TrailPlan[] plans = [new(horizon, AdjointMemory.All), new(horizon, AdjointMemory.Segments), new(horizon, AdjointMemory.Levels)];
        return plans.FirstOrDefault(plan => plan.Bytes(numbers, bytesPerNumber) <= free) ?? plans[^1];
    }

    private long Again(int length, int level)
    {
        if (level == Strides.Length - 1)
        {
            return 0;
        }

        int stride = Strides[level];
        return ((length / stride) * AgainInBlock(stride, level)) + (length % stride == 0 ? 0 : AgainInBlock(length % stride, level));
    }

    /// <summary>In a block of a level: to the last of its states of the next level, and then in the blocks of that.</summary>
    private long AgainInBlock(int length, int level)
    {
        int last = (length - 1) / Strides[level + 1] * Strides[level + 1];
        return last + Again(length, level + 1);
    }

    private static int Count(int length, int stride) => (int)(((long)length + stride - 1) / stride);

    /// <summary>Rounds up a root that may be a whole number apart from rounding.</summary>
    private static int Ceiling(double root) => Math.Max(1, (int)Math.Ceiling(root - 1e-9));
}
