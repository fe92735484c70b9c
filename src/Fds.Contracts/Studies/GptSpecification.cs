namespace Fds.Contracts.Studies;

/// <summary>The sizes of a gpt.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.GptSpecification")]
public sealed record GptSpecification
{
    /// <summary>Blocks of attention and perceptron, from 1 to 100.</summary>
    [Id(321)]
    public int Layers { get; init; } = 4;

    /// <summary>Heads of every attention, from 1 to 100; they divide the width.</summary>
    [Id(322)]
    public int Heads { get; init; } = 4;

    /// <summary>Numbers that stand for a token, from 1 to 10,000.</summary>
    [Id(323)]
    public int Width { get; init; } = 64;

    /// <summary>Tokens of an example, from 1 to 10,000.</summary>
    [Id(324)]
    public int Context { get; init; } = 64;
}
