namespace Fds.Core.Networks;

/// <summary>The sizes of a decoder-only transformer.</summary>
/// <param name="Layers">Blocks of attention and perceptron.</param>
/// <param name="Heads">Heads of every attention; they divide the width.</param>
/// <param name="Width">C: numbers that stand for a token.</param>
/// <param name="Context">T: tokens of an example.</param>
public sealed record GptShape(int Layers, int Heads, int Width, int Context);
