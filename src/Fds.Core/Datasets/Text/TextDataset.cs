using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Datasets.Text;

/// <summary>A text as tokens, cut into blocks that do not overlap: example i is block i, and its targets are the tokens one position on.</summary>
public sealed record TextDataset : Dataset
{
    private readonly string[] facts;
    private readonly int[] training;
    private readonly int[] test;

    internal TextDataset(ImmutableArray<string> vocabulary, int block, int[] training, int[] test)
        : base("text")
    {
        Vocabulary = vocabulary;
        Block = block;
        this.training = training;
        this.test = test;
        facts = [$"{Name} {TrainingCount} {TestCount} {Form}", .. new[] { training, test }.Select(tokens => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<int>(tokens))))];
    }

    /// <summary>The characters, in the order of their tokens.</summary>
    public ImmutableArray<string> Vocabulary { get; }

    /// <summary>T: tokens of a block.</summary>
    public int Block { get; }

    /// <inheritdoc/>
    public override ExampleForm Form => new() { Input = [Block], Vocabulary = Vocabulary.Length, Classes = Vocabulary.Length, Targets = Block };

    /// <inheritdoc/>
    public override int TrainingCount => Blocks(training);

    /// <inheritdoc/>
    public override int TestCount => Blocks(test);

    /// <inheritdoc/>
    public override ImmutableArray<ClassSize> ClassSizes() => [];

    /// <inheritdoc/>
    internal override Prior Prior() => ClassShares.Of(Array.ConvertAll(training, token => (long)token), Vocabulary.Length);

    /// <inheritdoc/>
    internal override DeviceExamples TrainingOn(Device device, bool release) => new DeviceText(training, TrainingCount, Block, Vocabulary.Length, device);

    /// <inheritdoc/>
    internal override DeviceExamples TestOn(Device device, bool release) => new DeviceText(test, TestCount, Block, Vocabulary.Length, device);

    /// <inheritdoc/>
    internal override IEnumerable<string> Facts() => facts;

    /// <summary>Every block has a token after it, which is its last target.</summary>
    private int Blocks(int[] tokens) => (tokens.Length - 1) / Block;
}
