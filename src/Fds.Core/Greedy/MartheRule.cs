namespace Fds.Core.Greedy;

/// <summary>How <see cref="GreedyMethod.Marthe"/> adapts its discount and its hyper steps, once after every change of the values.</summary>
/// <remarks>
/// Donini et al. (IJCAI 2020), as in the authors' program adatune (class MuSGD). They learn a learning rate alone. The hyper step's update
/// is theirs, with a constant of adaptation and a value of each kind.
/// </remarks>
internal static class MartheRule
{
    /// <summary>
    /// The next μ is z^(1/(c + 1)), with z = α / (∇L_val·g_t) between 0 and 1, and c the sum of all μ since one was 0: about c + 1 steps
    /// together are discounted by z. Where the two gradients do not agree, z is 0, and what the tangents hold is forgotten.
    /// </summary>
    /// <param name="discount">μ and c.</param>
    /// <param name="learningRate">α after the change.</param>
    /// <param name="agreement">∇L_val(θ_{t+1})·g_t, of the validation loss after the step and the training loss before it.</param>
    public static AdaptiveDiscount Follow(AdaptiveDiscount discount, double learningRate, double agreement)
    {
        double share = agreement > 0 ? Math.Clamp(learningRate / agreement, 0, 1) : 0;
        double sum = discount.Value > 0 ? discount.Sum + discount.Value : 0;
        return new(Math.Pow(share, 1 / (sum + 1)), sum);
    }

    /// <summary>The next hyper step, η + a h λ, but not below 0.</summary>
    /// <param name="step">η.</param>
    /// <param name="adaptation">a, constant.</param>
    /// <param name="hypergradient">h, by which λ was changed.</param>
    /// <param name="value">λ after the change.</param>
    public static double Follow(double step, double adaptation, double hypergradient, double value) => Math.Max(step + (adaptation * hypergradient * value), 0);
}
