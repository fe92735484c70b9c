namespace Fds.Contracts.Studies;

/// <summary>The network.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ModelSpecification")]
public sealed record ModelSpecification
{
    /// <summary>Name of the analytic problem, as a model and as the data that it does not need.</summary>
    public const string Quadratic = "quadratic";

    /// <summary>mlp, lenet, lenet-bn or wrn-DEPTH-WIDEN.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>How weights are drawn.</summary>
    [Id(1)]
    public Initialisation Initialisation { get; init; } = Initialisation.Xavier;

    /// <summary>Scale of the initialisation.</summary>
    [Id(2)]
    public double Gain { get; init; } = 1;

    /// <summary>The scale where a study names none: √2, which rectifiers need, for Kaiming weights (He et al., 2015), and 1 for others.</summary>
    public static double DefaultGain(Initialisation initialisation) => initialisation == Initialisation.Kaiming ? Math.Sqrt(2) : 1;

    /// <summary>Whether it is a WideResNet.</summary>
    public bool IsWide => Name.StartsWith("wrn-", StringComparison.Ordinal);
}
