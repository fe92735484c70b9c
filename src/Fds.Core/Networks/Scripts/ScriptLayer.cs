using System.Collections.Immutable;
using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>
/// A TorchScript module as a layer over flat weights: before every evaluation they are copied into its parameters. Gradients are those of its
/// parameters, <see cref="Leaves"/>; tangents go through autograd.
/// </summary>
/// <remarks>
/// Views of the flat weights in the place of the parameters would be simpler, and wrong: <c>nn.LSTM</c> keeps its parameters in a list as well.
/// Buffers, such as running statistics, never carry anything from one evaluation to the next unless the pass keeps statistics: an evaluation
/// then depends on weights, inputs and the seed of its noise alone, and can be repeated.
/// </remarks>
internal sealed class ScriptLayer : ILayer
{
    private const string RunningStatistics = "running_mean";
    private readonly jit.ScriptModule module;
    private readonly ImmutableArray<(string Name, Tensor Value)> parameters;
    private readonly ImmutableArray<ScriptBuffer> buffers;
    private readonly ImmutableArray<jit.ScriptModule> normalisations;
    private readonly Tensor stored;
    private (bool Training, bool Noisy)? mode;

    /// <summary>A module, which nobody else uses from here on.</summary>
    /// <param name="module">The module, on the device and of the type of the run.</param>
    public ScriptLayer(jit.ScriptModule module)
    {
        using DisposeScope scope = NewDisposeScope();
        this.module = module;
        Dictionary<string, jit.ScriptModule> owners = module.named_modules().ToDictionary(each => each.name, each => (jit.ScriptModule)each.module);
        jit.ScriptModule OwnerOf(string name) => name.LastIndexOf('.') is var dot and >= 0 ? owners[name[..dot]] : module;
        parameters = [.. module.named_parameters().Select(each => (each.name, each.parameter.DetachFromDisposeScope()))];
        buffers = [.. module.named_buffers().Select(each => new ScriptBuffer(each.name, OwnerOf(each.name), each.buffer.clone().DetachFromDisposeScope()))];
        normalisations = [.. buffers.Where(buffer => buffer.Attribute == RunningStatistics).Select(buffer => buffer.Owner)];
        stored = StoredWeights().DetachFromDisposeScope();
    }

    /// <summary>Whether an evaluation while training draws something, as dropout does.</summary>
    public bool Draws { get; private set; } = true;

    public bool HasTangentRules => false;

    public IEnumerable<Tensor> Leaves => parameters.Select(parameter => parameter.Value);

    /// <summary>The weights in the file, flat, shape [P]; not to be changed.</summary>
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

        foreach (ScriptBuffer buffer in buffers)
        {
            // A copy, because backward passes need the values that the evaluation had.
            buffer.Set((pass.Statistics?.Buffer(buffer.Name) ?? buffer.Stored).clone());
        }

        Switch(pass.Training, pass.Noise is not null);
        Tensor output = Draws ? ScriptInterpreter.Draw(pass.Noise ?? 0, () => Evaluate(input)) : Evaluate(input);
        if (pass is { Statistics: not null, Training: true })
        {
            Keep(pass.Statistics);
        }

        return output;
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => throw new InvalidOperationException("A TorchScript module has no tangent rules: its Hessian products go through autograd.");

    /// <summary>Finds out whether evaluations draw something, by two with other seeds.</summary>
    /// <param name="evaluation">An evaluation while training, by the seed of its noise.</param>
    public void SeeWhetherItDraws(Func<long, Tensor> evaluation)
    {
        using DisposeScope scope = NewDisposeScope();
        Draws = !evaluation(1).allclose(evaluation(2), 0, 0, equal_nan: true);
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

        module.train(training && noisy);
        if (training && !noisy)
        {
            foreach (jit.ScriptModule normalisation in normalisations)
            {
                normalisation.train();
            }
        }

        mode = (training, noisy);
    }

    /// <summary>What a parameter is, as far as its shape and name tell: vectors are biases, shifts or, where they are called weight, scales of a normalisation.</summary>
    private static ParameterRole RoleOf(string name, long[] shape) => shape.Length switch
    {
        >= 2 => ParameterRole.Weight,
        _ when name.EndsWith("weight", StringComparison.Ordinal) => ParameterRole.NormalisationScale,
        _ => ParameterRole.Bias,
    };

    private Tensor StoredWeights() => parameters.IsEmpty ? zeros(0, device: CPU) : cat([.. parameters.Select(parameter => parameter.Value.detach().reshape(-1))]);

    private Tensor Evaluate(Tensor input) => module.forward(input) switch
    {
        Tensor output => output,
        var other => throw new FdsException($"the model returns {(other is Array or System.Runtime.CompilerServices.ITuple ? "several values" : other?.GetType().Name ?? "nothing")}; expected one tensor"),
    };

    /// <summary>Some modules replace a buffer and some change it in place.</summary>
    private void Keep(NormalisationStatistics statistics)
    {
        foreach ((string name, Tensor buffer) in module.named_buffers())
        {
            using (buffer)
            {
                statistics.Buffer(name)!.copy_(buffer);
            }
        }
    }
}
