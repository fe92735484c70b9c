using System.Collections.Immutable;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Datasets.Arrays;

/// <summary>Arrays of numbers with a target each: those of a file, or the rows of a table.</summary>
public sealed record ArrayDataset : Dataset
{
    private readonly string[] facts;
    private LabelledArrays training;
    private LabelledArrays test;

    internal ArrayDataset(string name, ExampleForm form, LabelledArrays training, LabelledArrays test)
        : base(name)
    {
        Form = form;
        this.training = training;
        this.test = test;
        facts = [$"{name} {TrainingCount} {TestCount} {form}", .. new[] { training, test }.Select(half => $"{half.Inputs.Digest()} {half.Targets.Digest()}")];
    }

    /// <inheritdoc/>
    public override ExampleForm Form { get; }

    /// <summary>The classes' names, in the order of their numbers; empty where targets are real numbers or belong to positions.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>How the target was standardised; null: it is as it was given.</summary>
    public TargetScale? Scale { get; init; }

    /// <inheritdoc/>
    public override int TrainingCount => training.Inputs.Count;

    /// <inheritdoc/>
    public override int TestCount => test.Inputs.Count;

    /// <summary>Training and test targets.</summary>
    internal (NumberArray Training, NumberArray Test) Targets => (training.Targets, test.Targets);

    /// <summary>Training and test inputs.</summary>
    internal (NumberArray Training, NumberArray Test) Inputs => (training.Inputs, test.Inputs);

    /// <inheritdoc/>
    public override ImmutableArray<ClassSize> ClassSizes() => ClassNames.IsEmpty ? [] : ClassSize.Of(ClassNames, training.Targets.Whole, test.Targets.Whole);

    /// <inheritdoc/>
    internal override Prior Prior() => Form.Classes is { } classes ? ClassShares.Of(training.Targets.Whole, classes) : MeanTarget.Of(training.Targets.Real, Form.Targets);

    /// <inheritdoc/>
    internal override DeviceExamples TrainingOn(Device device, bool release) => On(ref training, device, release);

    /// <inheritdoc/>
    internal override DeviceExamples TestOn(Device device, bool release) => On(ref test, device, release);

    /// <inheritdoc/>
    internal override IEnumerable<string> Facts() => facts;

    private static DeviceArrays On(ref LabelledArrays half, Device device, bool release)
    {
        DeviceArrays there = new(half, device);
        half = release ? half with { Inputs = half.Inputs with { Values = Array.Empty<byte>() } } : half;
        return there;
    }
}
