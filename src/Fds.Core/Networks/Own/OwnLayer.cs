using System.Collections.Immutable;
using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Own;

/// <summary>
/// A user's module as a layer over flat weights: before every evaluation they are copied into its parameters. Gradients are those of its
/// parameters, <see cref="Leaves"/>; tangents go through autograd.
/// </summary>
/// <remarks>
/// Views of the flat weights in the place of the parameters would be simpler, and wrong: <c>nn.LSTM</c> keeps its parameters in a list as well.
/// Buffers, such as running statistics, never carry anything from one evaluation to the next unless the pass keeps statistics: an evaluation
/// then depends on weights, inputs and the seed of its noise alone, and can be repeated.
/// </remarks>
internal sealed class OwnLayer : ILayer
{
    private const string RunningStatistics = "running_mean";
    private readonly OwnModule module;
    private readonly ImmutableArray<(string Name, Tensor Value)> parameters;
    private readonly ImmutableArray<OwnBuffer> buffers;
    private readonly ImmutableArray<nn.Module> normalisations;
    private readonly Tensor stored;
    private (bool Training, bool Noisy)? mode;

    /// <summary>A module, which nobody else uses from here on.</summary>
    /// <param name="module">The module, on the device and of the type of the run.</param>
    public OwnLayer(OwnModule module)
    {
        using DisposeScope scope = NewDisposeScope();
        this.module = module;
        parameters = Distinct(module);
        buffers = module.Buffers();
        normalisations = [.. buffers.Where(buffer => buffer.Attribute == RunningStatistics).Select(buffer => buffer.Owner)];
        stored = StoredWeights().DetachFromDisposeScope();
    }

    /// <summary>Whether an evaluation while training draws something, as dropout does.</summary>
    public bool Draws { get; private set; } = true;

    public bool HasTangentRules => false;

    public IEnumerable<Tensor> Leaves => parameters.Select(parameter => parameter.Value);

    /// <summary>The weights that the module came with, flat, shape [P]; not to be changed.</summary>
    public Tensor Stored => stored;

    public IEnumerable<ParameterShape> Parameters
    {
        get
        {
            long fanIn = 1;
            foreach ((string name, Tensor value) in parameters)
            {
                long[] shape = value.shape;
                fanIn = shape.Length >= 2 ? value.numel() / shape[0] : fanIn;
                yield return new(name, RoleOf(name, shape), [.. shape], fanIn) { IsWhole = true };
            }
        }
    }

    public IEnumerable<KeyValuePair<string, Tensor>> Buffers => buffers.Select(buffer => KeyValuePair.Create(buffer.Name, buffer.Stored));

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        using (no_grad())
        {
            foreach ((_, Tensor value) in parameters)
            {
                value.copy_(pass.Next());
            }
        }

        foreach (OwnBuffer buffer in buffers)
        {
            module.Put(buffer, pass.Statistics?.Buffer(buffer.Name) ?? buffer.Stored);
        }

        Switch(pass.Training, pass.Noise is not null);
        Tensor output = Draws ? OwnNoise.Draw(pass.Noise ?? 0, input.device, () => module.Evaluate(input)) : module.Evaluate(input);
        if (pass is { Statistics: not null, Training: true })
        {
            Keep(pass.Statistics);
        }

        return output;
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => throw new InvalidOperationException("A module of the user's own has no tangent rules: its Hessian products go through autograd.");

    /// <summary>Finds out whether evaluations draw something.</summary>
    /// <param name="device">Where they run.</param>
    /// <param name="evaluation">An evaluation while training.</param>
    public void SeeWhetherItDraws(Device device, Action evaluation)
    {
        Draws = false;
        Draws = OwnNoise.Draws(device, evaluation);
    }

    /// <summary>
    /// While training, everything trains. Where held-out examples are judged along the way, nothing is dropped, and normalisation takes each
    /// batch's own statistics, as the built-in networks do; with running statistics on the test set, nothing trains.
    /// </summary>
    private void Switch(bool training, bool noisy)
    {
        if (mode == (training, noisy))
        {
            return;
        }

        module.Train(training && noisy);
        if (training && !noisy)
        {
            foreach (nn.Module normalisation in normalisations)
            {
                normalisation.train();
            }
        }

        mode = (training, noisy);
    }

    /// <summary>
    /// The parameters, each once: a module may use one under several names, as tied embeddings are. Two that only share their memory would be
    /// one in training and two in gradients.
    /// </summary>
    /// <exception cref="FdsException">Two of them are of that kind.</exception>
    private static ImmutableArray<(string Name, Tensor Value)> Distinct(OwnModule module)
    {
        List<(string Name, Tensor Value)> distinct = [];
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.Parameters)
        {
            if (!parameter.requires_grad)
            {
                throw new FdsException($"the parameter {name} is frozen (requires_grad is False); expected parameters that are all trained. Let the module keep what is frozen as buffers");
            }

            (string Name, Tensor Value)[] alike = [.. distinct.Where(each => each.Value.numel() == parameter.numel() && parameter.numel() > 0)];
            if (alike.Any(each => IsTheSame(each.Value, parameter)))
            {
                continue;
            }

            if (alike.FirstOrDefault(each => ShareMemory(each.Value, parameter)) is { Value: not null } other)
            {
                throw new FdsException($"the parameters {other.Name} and {name} share their memory and are not one parameter; expected them to be one, or apart");
            }

            distinct.Add((name, parameter.DetachFromDisposeScope()));
        }

        return [.. distinct];
    }

    /// <summary>Whether what is written to one is read from the other.</summary>
    private static bool ShareMemory(Tensor one, Tensor other)
    {
        using IDisposable noGradient = no_grad();
        using Tensor before = one.clone();
        using Tensor others = other.clone();
        one.fill_(double.NaN.Kept());
        bool share = !other.allclose(others, 0, 0, equal_nan: true);
        one.copy_(before);
        return share;
    }

    /// <summary>Whether two handles are of one tensor: what one is told, the other knows.</summary>
    private static bool IsTheSame(Tensor one, Tensor other)
    {
        one.requires_grad = false;
        bool knows = !other.requires_grad;
        one.requires_grad = true;
        return knows;
    }

    /// <summary>What a parameter is, as far as its shape and name tell: vectors are biases, shifts or, where they are called weight, scales of a normalisation.</summary>
    private static ParameterRole RoleOf(string name, long[] shape) => shape.Length switch
    {
        >= 2 => ParameterRole.Weight,
        _ when name.EndsWith("weight", StringComparison.Ordinal) => ParameterRole.NormalisationScale,
        _ => ParameterRole.Bias,
    };

    private Tensor StoredWeights() => parameters.IsEmpty ? zeros(0, device: CPU) : cat([.. parameters.Select(parameter => parameter.Value.detach().reshape(-1))]);

    /// <summary>Some modules replace a buffer and some change it in place.</summary>
    private void Keep(NormalisationStatistics statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> now = module.Values();
        foreach (OwnBuffer buffer in buffers)
        {
            statistics.Buffer(buffer.Name).copy_(now[buffer.Name]);
        }
    }
}
