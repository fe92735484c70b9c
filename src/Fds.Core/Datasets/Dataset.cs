using System.Collections.Immutable;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>A data set in host memory: what is trained on, and what is tested on.</summary>
/// <param name="Name">The name it was asked for by.</param>
public abstract record Dataset(string Name)
{
    /// <summary>What one example looks like.</summary>
    public abstract ExampleForm Form { get; }

    /// <summary>How many examples there are to train on; validation examples are split off these.</summary>
    public abstract int TrainingCount { get; }

    /// <summary>How many examples are only ever tested on.</summary>
    public abstract int TestCount { get; }

    /// <summary>Files beside the data that were passed over, each kind with its reason.</summary>
    public ImmutableArray<NamedFiles> PassedOver { get; init; } = [];

    /// <summary>Parts of the published data set that are missing here.</summary>
    public ImmutableArray<NamedFiles> Missing { get; init; } = [];

    /// <summary>The classes, in the order of their labels; none where targets are real numbers or belong to positions.</summary>
    public abstract ImmutableArray<ClassSize> ClassSizes();

    /// <summary>What is known of a target before its example is looked at.</summary>
    internal abstract Prior Prior();

    /// <summary>The examples to train on, on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="release">Whether large host memory is given up on the way.</param>
    internal abstract DeviceExamples TrainingOn(Device device, bool release);

    /// <summary>The examples to test on, on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="release">Whether large host memory is given up on the way.</param>
    internal abstract DeviceExamples TestOn(Device device, bool release);

    /// <summary>What tells it from other data, for the fingerprint of a run.</summary>
    internal abstract IEnumerable<string> Facts();
}
