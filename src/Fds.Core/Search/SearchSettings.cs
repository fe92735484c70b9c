using Fds.Core.Training;

namespace Fds.Core.Search;

/// <summary>The space, the method and the limits of a search.</summary>
public sealed record SearchSettings
{
    /// <summary>How trials are chosen.</summary>
    public required SearchMethod Method { get; init; }

    /// <summary>Where trials are chosen from: at least one dimension.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>The seed; all draws are derived from it and the method. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The most trials that are asked, at least 1. Default null: no limit; Hyperband and BOHB then repeat their sequence of brackets.</summary>
    public int? Trials { get; init; }

    /// <summary>R: the resource of a full run, at least <see cref="MinimumResource"/>. Default 27.</summary>
    public int MaximumResource { get; init; } = 27;

    /// <summary>The least resource that Hyperband, BOHB and ASHA give to a trial, at least 1. Default 1.</summary>
    public int MinimumResource { get; init; } = 1;

    /// <summary>η: one in η is promoted, and its next trial has η times the resource. At least 2, default 3.</summary>
    public int ReductionFactor { get; init; } = 3;

    /// <summary>PBT: how many members train side by side, at least 1. Default 8.</summary>
    public int Population { get; init; } = 8;

    /// <summary>PBT: in how many segments a member trains its horizon, at least 1. It may change its values between two of them. Default 5.</summary>
    public int Segments { get; init; } = 5;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Some are out of range; the message names all of them.</exception>
    internal void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join(" ", faults));
        }
    }

    /// <summary>
    /// The random generator for one trial and purpose. No two methods share a generator, so that searches with the same seed are
    /// independent.
    /// </summary>
    internal SplitMix64 DrawsFor(int trial, string purpose) => new(StableSeed.Derive(Seed, trial, 0, $"search/{Method}/{purpose}"));

    private IEnumerable<string> Faults()
    {
        if (!Enum.IsDefined(Method))
        {
            yield return $"{nameof(Method)} must be a known method, but is {Method}.";
        }

        if (Space.Dimensions.IsDefaultOrEmpty)
        {
            yield return $"{nameof(Space)} needs at least one dimension, but has none.";
        }
        else
        {
            for (int i = 0; i < Space.Dimensions.Length; i++)
            {
                (double minimum, double maximum) = Space.Dimensions[i];
                if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || minimum > maximum)
                {
                    yield return $"Dimension {i} of {nameof(Space)} needs finite ends in their order, but goes from {minimum} to {maximum}.";
                }
            }
        }

        (string Name, int Value, int Least)[] counts =
        [
            (nameof(Trials), Trials ?? 1, 1),
            (nameof(MinimumResource), MinimumResource, 1),
            (nameof(MaximumResource), MaximumResource, Math.Max(1, MinimumResource)),
            (nameof(ReductionFactor), ReductionFactor, 2),
            (nameof(Population), Population, 1),
            (nameof(Segments), Segments, 1),
        ];
        foreach ((string name, int value, int least) in counts)
        {
            if (value < least)
            {
                yield return $"{name} must be at least {least}, but is {value}.";
            }
        }
    }
}
