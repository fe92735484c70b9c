using Fds.Core.Networks;

namespace Fds.Core.Curvature;

/// <summary>Which engine computes Hessian products, and how.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Chunk">How many columns the tangent engine carries at once; null: chosen from the memory they need.</param>
/// <param name="BatchFraction">Share of the mini-batch that products are computed on, in (0, 1]; the gradient is always that of the whole.</param>
/// <param name="LossScalars">Number of learned hyperparameters of the loss: the derivative of the gradient by one takes another gradient. It counts at every step that updates columns, also where it is not computed because pruning or a share of the columns leaves it out.</param>
public sealed record CurvatureOptions(EngineKind Engine = EngineKind.Tangent, int? Chunk = null, double BatchFraction = 1, int LossScalars = 0)
{
    /// <summary>Exact products by the tangent engine.</summary>
    public static CurvatureOptions Default { get; } = new();

    /// <summary>The engine for a network; one without tangent rules goes through autograd in the place of the tangent engine.</summary>
    /// <param name="network">The network.</param>
    /// <param name="noise">For training: says the seed of what a user's own network draws at the evaluation at hand. Null: for judging, where it draws nothing and has no loss of its own.</param>
    public ICurvatureEngine Create(Network network, Func<long>? noise = null)
    {
        ICurvatureEngine engine = Engine switch
        {
            EngineKind.Tangent when network.HasTangentRules => new TangentEngine(network, Chunk),
            EngineKind.Tangent or EngineKind.Autograd => new SecondBackwardEngine(network, noise: noise),
            _ => new FiniteDifferenceEngine(network, noise),
        };
        return BatchFraction < 1 ? new PartialBatchEngine(engine, BatchFraction) : engine;
    }

    /// <summary>
    /// Cost of one inner step in gradient steps. A product needs twice the arithmetic of a gradient by either exact engine, and so
    /// does a central difference; on part of the mini-batch, that part of it, and its own pass at fixed weights.
    /// </summary>
    /// <param name="columns">Columns that the step updates.</param>
    public double CostOfStep(int columns)
    {
        double ofColumns = 2.0 * columns;
        double ofLoss = columns > 0 ? LossScalars : 0;
        return 1 + ofLoss + (BatchFraction < 1 && columns > 0 ? BatchFraction * (1 + ofColumns) : ofColumns);
    }

    /// <summary>What a step costs beside its columns, in gradient steps: where columns are divided, every share has it.</summary>
    /// <param name="updates">Columns that are updated; how many of them does not matter, but whether there are any.</param>
    public double CostBesideColumns(long updates) => updates == 0 ? CostOfStep(0) : (2 * CostOfStep(1)) - CostOfStep(2);

    /// <summary>What the first column of a step adds, in gradient steps, without what the loss's own hyperparameters take.</summary>
    public double CostOfColumn => CostOfStep(1) - 1 - LossScalars;

    /// <summary>Cost of many inner steps in gradient steps, where all of them update at least one column or none does.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="updates">Columns that they update, summed over the steps.</param>
    public double CostOfSteps(long steps, long updates) => updates == 0
        ? steps * CostOfStep(0)
        : (steps * CostOfStep(1)) + ((updates - steps) * (CostOfStep(2) - CostOfStep(1)));
}
