namespace Fds.Modules;

/// <summary>
/// What a network is given and what it has to return, as the data of a study say. A public constructor of a module may take one as its only
/// argument, so that one network serves several data sets.
/// </summary>
public sealed record ModuleShape
{
    /// <summary>Shape of one example's input, without the batch: e.g. [C, H, W] of an image, [D] of a row of a table, [T] of a block of text.</summary>
    public required IReadOnlyList<long> Input { get; init; }

    /// <summary>Inputs are tokens from 0 to below this, int64; null: they are real numbers, in the study's precision.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>
    /// Width of the network's output: how many classes there are, or how many real targets an example has. The network returns
    /// [B, <see cref="Outputs"/>]; of blocks of text, which have a class for every token, [B, T, <see cref="Outputs"/>].
    /// </summary>
    public required int Outputs { get; init; }
}
