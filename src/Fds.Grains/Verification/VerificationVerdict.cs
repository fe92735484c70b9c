using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using static System.FormattableString;

namespace Fds.Grains.Verification;

/// <summary>The verdict on the findings, as an outcome and in sentences.</summary>
/// <param name="Outcome">The word.</param>
/// <param name="Sentence">Whether the hypergradients can be trusted, and why.</param>
/// <param name="Remarks">Further remarks.</param>
internal sealed record VerificationVerdict(VerificationOutcome Outcome, string Sentence, ImmutableArray<string> Remarks)
{
    /// <summary>Judges findings.</summary>
    public static VerificationVerdict Of(VerificationFindings found)
    {
        (VerificationOutcome outcome, string sentence) = Judge(found);
        return new(outcome, sentence, [.. VerificationRemarks.Of(found)]);
    }

    /// <summary>A value as sentences name it.</summary>
    public static string Name(VerifiedValue value) => Invariant($"{value.Kind.Name(value.Group)} window {value.Window}");

    private static (VerificationOutcome Outcome, string Sentence) Judge(VerificationFindings found)
    {
        if (found.Failure is { } failure)
        {
            return Not($"there is no hypergradient to compare, because {failure}.");
        }

        if (found.Values.All(value => value is { Forward: 0, Reverse: 0 }))
        {
            return Not("every hypergradient is 0 here, so nothing was compared. Begin with a learning rate above 0, or let it be learned with a step above 0.");
        }

        if (WhyDifferent(found) is { } why)
        {
            return Not(why);
        }

        if (Worst(found.Values, value => value.OwnError, Agreement.OfPrecisions) is { } imprecise)
        {
            return Not(Invariant($"all methods agree in float64, but in {Word(found.Study.Inner.Precision)} they differ from that by up to {imprecise.OwnError:G2} ({Name(imprecise)}). Use inner.precision: float64, or a shorter horizon."));
        }

        return Confirmed(found);
    }

    private static (VerificationOutcome Outcome, string Sentence) Confirmed(VerificationFindings found)
    {
        VerifiedValue[] settled = [.. found.Values.Where(value => value.DifferenceSettled)];
        if (found.Values.All(value => value.Difference is null))
        {
            return (VerificationOutcome.OutOfTime, Invariant($"Not known: forward and reverse mode agree to {Largest(found.Values, value => value.ModesError):G2}, but the time limit was reached before anything was compared with central differences."));
        }

        if (settled.Length == 0)
        {
            return Not(Invariant($"forward and reverse mode agree to {Largest(found.Values, value => value.ModesError):G2}, but no difference quotient settled, so nothing independent confirms them."));
        }

        string own = found.Study.Inner.Precision == Precision.Float64 ? "" : Invariant($", and {Word(found.Study.Inner.Precision)} with float64 to {Largest(found.Values, value => value.OwnError):G2}");
        double differences = Math.Max(Largest(settled, value => value.ForwardError), Largest(settled, value => value.ReverseError));
        return (
            VerificationOutcome.Trustworthy,
            Invariant($"Trustworthy: over {found.Steps} inner steps forward and reverse mode agree to {Largest(found.Values, value => value.ModesError):G2}, with central differences to {differences:G2}{own}."));
    }

    /// <summary>Why the ways differ in float64; null where they do not.</summary>
    private static string? WhyDifferent(VerificationFindings found)
    {
        VerifiedValue? modes = Worst(found.Values, value => value.ModesError, Agreement.OfModes);
        VerifiedValue? forward = Worst(found.Values, value => value.DifferenceSettled ? value.ForwardError : null, Agreement.OfDifferences);
        VerifiedValue? reverse = Worst(found.Values, value => value.DifferenceSettled ? value.ReverseError : null, Agreement.OfDifferences);
        if ((modes ?? forward ?? reverse) is not { } any)
        {
            return null;
        }

        string[] rules = [.. Inexactness.Of(found.Study, found.ProductsClamped)];
        double error = Math.Max(Largest(found.Values, value => value.ModesError), Math.Max(forward?.ForwardError ?? 0, reverse?.ReverseError ?? 0));
        string how = Invariant($"by up to {error:G2} ({Name(modes ?? any)})");
        return (rules.Length > 0 && ExactAgrees(found), modes, forward, reverse) switch
        {
            (true, _, _, _) => $"what the study computes differs from the derivative {how}, because {string.Join(", and ", rules)}. Without that, forward mode agrees with {(AnySettled(found) ? "central differences" : "reverse mode")}.",
            (_, not null, not null, null) => $"forward mode differs from reverse mode and from central differences, which agree with each other, {how}. This is a fault of the program: please report it with the study.",
            (_, not null, null, not null) => $"reverse mode differs from forward mode and from central differences, which agree with each other, {how}. This is a fault of the program: please report it with the study.",
            (_, not null, _, _) => $"forward and reverse mode differ {how}.",
            _ => $"forward and reverse mode agree with each other, but differ from central differences {how}.",
        };
    }

    /// <summary>Whether forward mode without the study's rules is the derivative, as far as something says so.</summary>
    private static bool ExactAgrees(VerificationFindings found)
    {
        bool settled = AnySettled(found);
        return !found.Exact.IsEmpty && found.Values.Zip(found.Exact).All(pair =>
        {
            double largest = found.Values.Where(value => value.Kind == pair.First.Kind).Max(value => Math.Abs(value.Reverse));
            return settled
                ? !pair.First.DifferenceSettled || Agreement.Error(pair.Second, pair.First.Difference!.Value, largest) <= Agreement.OfDifferences
                : Agreement.Error(pair.Second, pair.First.Reverse, largest) <= Agreement.OfModes;
        });
    }

    private static bool AnySettled(VerificationFindings found) => found.Values.Any(value => value.DifferenceSettled);

    /// <summary>The value whose error is the largest, where that is too large or not a number; null where all are small enough.</summary>
    private static VerifiedValue? Worst(IEnumerable<VerifiedValue> values, Func<VerifiedValue, double?> error, double tolerance) =>
        values.Where(value => error(value) is { } found && !(found <= tolerance)).MaxBy(value => double.IsNaN(error(value)!.Value) ? double.PositiveInfinity : error(value)!.Value);

    private static double Largest(IEnumerable<VerifiedValue> values, Func<VerifiedValue, double?> error) => values.Select(error).OfType<double>().DefaultIfEmpty().Max();

    private static (VerificationOutcome Outcome, string Sentence) Not(string why) => (VerificationOutcome.Untrustworthy, $"Not trustworthy: {why}");

    private static string Word(Precision precision) => precision.ToString().ToLowerInvariant();
}
