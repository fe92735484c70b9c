namespace Fds.Core.Greedy;

/// <summary>How hyperparameters are changed while a run trains.</summary>
public enum GreedyMethod
{
    /// <summary>
    /// Hypergradient descent on the training loss: α ← α + κ g_t·v_t, v_t being the direction of the step before, which is g_{t−1} without
    /// momentum and decay. Learning rate only (Baydin et al., ICLR 2018, section 2 and algorithm 4).
    /// </summary>
    HdAdditive,

    /// <summary>Its multiplicative form: α ← α (1 + κ g_t·v_t / (‖g_t‖ ‖v_t‖)). A learning rate of 0 stays 0.</summary>
    HdMultiplicative,

    /// <summary>The hypergradient of the validation loss through the last step alone: <see cref="Marthe"/> with μ = 0.</summary>
    OneStep,

    /// <summary>
    /// Real-time hyperparameter optimisation: the tangent Z of one value per kind is carried on through the whole run while the value moves,
    /// λ ← λ − η ∇L_val(θ_t)·Z (Franceschi et al., ICML 2017, section 3.3): <see cref="Marthe"/> with μ = 1.
    /// </summary>
    Rtho,

    /// <summary>
    /// As <see cref="Rtho"/>, with what Z and C hold from earlier steps discounted by μ at every step. μ is given, or adapted with the hyper
    /// steps (Donini et al., IJCAI 2020).
    /// </summary>
    Marthe,
}
