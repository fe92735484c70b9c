using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>The network.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ModelSpecification")]
public sealed record ModelSpecification
{
    /// <summary>Name of the analytic problem, as a model and as the data that it does not need.</summary>
    public const string Quadratic = "quadratic";

    /// <summary>Name of the network of dense layers.</summary>
    public const string Mlp = "mlp";

    /// <summary>Units of the hidden layers of mlp where a study does not say them.</summary>
    public static ImmutableArray<int> DefaultHidden { get; } = [64, 64];

    /// <summary>Name of networks of the user's own, which PyTorch has written.</summary>
    public const string TorchScript = "torchscript";

    /// <summary>Name of networks of the user's own in .NET assemblies.</summary>
    public const string Module = "module";

    /// <summary>Name of the transformer for tokens.</summary>
    public const string Transformer = "gpt";

    /// <summary>The standard deviation of a gpt's weights where a study names none, as in GPT-2.</summary>
    private const double DeviationOfTransformer = 0.02;

    /// <summary>mlp, lenet, lenet-bn, wrn-DEPTH-WIDEN, gpt, torchscript or module.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>How weights are drawn.</summary>
    [Id(1)]
    public Initialisation Initialisation { get; init; } = Initialisation.Xavier;

    /// <summary>Scale of the initialisation.</summary>
    [Id(2)]
    public double Gain { get; init; } = 1;

    /// <summary>Of a network of the user's own, the file: relative to the data folder, or absolute on a silo of one's own; null: another network.</summary>
    [Id(240)]
    public string? Path { get; init; }

    /// <summary>Of a .NET module, its type, with its namespace; null: the only one in the assembly, or another network.</summary>
    [Id(360)]
    public string? Type { get; init; }

    /// <summary>The sizes of a gpt; null: another network.</summary>
    [Id(320)]
    public GptSpecification? Gpt { get; init; }

    /// <summary>What training makes small; null: cross-entropy of classes, the mean squared error of real targets.</summary>
    [Id(307)]
    public TrainingLoss? Loss { get; init; }

    /// <summary>Of mlp, the units of every hidden layer; empty: those of <see cref="DefaultHidden"/>.</summary>
    [Id(308)]
    public ImmutableArray<int> Hidden { get; init; } = [];

    /// <summary>Whether it is the built-in network of dense layers.</summary>
    public bool IsMlp => Name == Mlp;

    /// <summary>Number of hidden layers of mlp.</summary>
    public int HiddenLayers => Hidden.IsDefaultOrEmpty ? DefaultHidden.Length : Hidden.Length;

    /// <summary>Whether it is a file that PyTorch has written.</summary>
    public bool IsScript => Name == TorchScript;

    /// <summary>Whether it is a .NET module, whose assembly a silo loads.</summary>
    public bool IsModule => Name == Module;

    /// <summary>Whether it is a file of the user's own.</summary>
    public bool IsOwn => IsScript || IsModule;

    /// <summary>How weights are drawn where a study does not say.</summary>
    /// <param name="name">The network's name.</param>
    public static Initialisation DefaultInitialisation(string name) => name switch
    {
        TorchScript or Module => Initialisation.File,
        Transformer => Initialisation.Normal,
        _ => Initialisation.Xavier,
    };

    /// <summary>
    /// The scale where a study names none: √2, which rectifiers need, for Kaiming weights (He et al., 2015), GPT-2's 0.02 for normal weights of a
    /// gpt, and 1 for others.
    /// </summary>
    /// <param name="name">The network's name.</param>
    /// <param name="initialisation">How weights are drawn.</param>
    public static double DefaultGain(string name, Initialisation initialisation) => (name, initialisation) switch
    {
        (_, Initialisation.Kaiming) => Math.Sqrt(2),
        (Transformer, Initialisation.Normal) => DeviationOfTransformer,
        _ => 1,
    };

    /// <summary>Whether it is a WideResNet.</summary>
    public bool IsWide => Name.StartsWith("wrn-", StringComparison.Ordinal);
}
