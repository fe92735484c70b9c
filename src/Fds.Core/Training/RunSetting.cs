using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Updates;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What all runs of a study share but for schedules and seeds: a problem, and how it is trained. Each kind of problem is a record of its own.</summary>
public abstract record RunSetting
{
    /// <summary>How long the run is.</summary>
    public required Horizon Horizon { get; init; }

    /// <summary>Scale of the initial weights.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>float32 or float64.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>G, or null.</summary>
    public double? GradientClamp { get; init; }

    /// <summary>Hmax, or null.</summary>
    public double? HessianProductClamp { get; init; }

    /// <summary>How Hessian products are computed, and so what a step costs.</summary>
    public CurvatureOptions Curvature { get; init; } = CurvatureOptions.Default;

    /// <summary>Pruning of tangent updates.</summary>
    public Pruning Pruning { get; init; }

    /// <summary>How a step makes weights of a gradient.</summary>
    public IUpdateRule Rule { get; init; } = SgdRule.Instance;

    /// <summary>Hypergradients by reverse mode, and which states it keeps; null: by forward mode.</summary>
    public AdjointMemory? Reverse { get; init; }

    /// <summary>Whether float32 products are computed in TensorFloat-32: see <see cref="Runtime.AcceleratorArithmetic"/>, which decides it.</summary>
    public bool UsesTf32 { get; init; }

    /// <summary>The groups of weights that have schedules of their own; null: all weights share every schedule.</summary>
    public ParameterGroups? Groups { get; init; }

    /// <summary>P: number of weights.</summary>
    public abstract long Weights { get; }

    /// <summary>Number of classes of the targets; null: there are none.</summary>
    public virtual int? Classes => null;

    /// <summary>The inner problem of one run.</summary>
    /// <exception cref="FdsException">The schedules are for other groups of weights than the setting has.</exception>
    internal InnerProblem Inner(PerKind<Schedule> schedules, int horizon)
    {
        foreach (HyperparameterKind kind in schedules.Kinds.Where(kind => schedules[kind].IsGrouped))
        {
            int groups = schedules[kind].GroupWindows.Length;
            if (groups != Groups?.Names.Length)
            {
                throw new FdsException($"The {kind} schedule has values for {groups} groups of weights, but the network is divided into {Groups?.Names.Length ?? 1}.");
            }

            if (Pruning.Mode != PruningMode.None && Pruning.Ratio != 0)
            {
                throw new FdsException($"Pruning skips updates by one number of windows for each kind, but the {kind} schedule has {groups} groups of weights. Use no pruning, or no groups.");
            }
        }

        return new(schedules, horizon, GradientClamp, HessianProductClamp, Pruning, Rule, Groups) { Classes = Classes };
    }

    /// <summary>Initial weights, shape [P], on the run's device, in the caller's dispose scope.</summary>
    internal abstract Tensor DrawWeights(RunSeeds seeds);

    /// <summary>What a run that learns, or a trial, trains on: what is held out is drawn from the seeds. Its tensors may be in the caller's dispose scope.</summary>
    internal abstract ILearningTask Learning(RunSeeds seeds);

    /// <summary>What retraining trains on, where nothing is held out.</summary>
    internal abstract IRunTask Retraining(RunSeeds seeds);

    /// <summary>All that the numbers of a run depend on, but for schedules, columns, seeds and what every setting has for <see cref="Checkpoints.RunFingerprint"/> to say.</summary>
    internal abstract IEnumerable<string> Facts();
}
