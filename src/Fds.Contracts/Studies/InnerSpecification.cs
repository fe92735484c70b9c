namespace Fds.Contracts.Studies;

/// <summary>The inner problem: training on mini-batches over a horizon.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.InnerSpecification")]
public sealed record InnerSpecification
{
    /// <summary>Examples per mini-batch.</summary>
    [Id(0)]
    public required int BatchSize { get; init; }

    /// <summary>The horizon in epochs; null where <see cref="Steps"/> is given.</summary>
    [Id(1)]
    public int? Epochs { get; init; }

    /// <summary>The horizon in inner steps; null where <see cref="Epochs"/> is given.</summary>
    [Id(2)]
    public int? Steps { get; init; }

    /// <summary>G: gradients are clamped elementwise to ±G; null is off.</summary>
    [Id(3)]
    public double? GradientClamp { get; init; }

    /// <summary>Hessian–tangent products are clamped elementwise to ± this; null is off.</summary>
    [Id(4)]
    public double? HessianProductClamp { get; init; }

    /// <summary>Floating-point type.</summary>
    [Id(5)]
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>What computes Hessian–tangent products.</summary>
    [Id(6)]
    public CurvatureEngine Engine { get; init; } = CurvatureEngine.Tangent;

    /// <summary>Columns that the tangent engine carries at once; null: chosen from the memory they need.</summary>
    [Id(7)]
    public int? Chunk { get; init; }

    /// <summary>Share of the mini-batch that Hessian–tangent products are computed on.</summary>
    [Id(8)]
    public double HessianBatchFraction { get; init; } = 1;

    /// <summary>How hypergradients are computed.</summary>
    [Id(9)]
    public HypergradientMode Mode { get; init; } = HypergradientMode.Auto;

    /// <summary>Which states reverse mode keeps.</summary>
    [Id(10)]
    public ReverseMemory ReverseMemory { get; init; } = ReverseMemory.Auto;

    /// <summary>How an inner step makes weights of a gradient.</summary>
    [Id(11)]
    public Optimiser Optimiser { get; init; } = Optimiser.Sgd;
}
