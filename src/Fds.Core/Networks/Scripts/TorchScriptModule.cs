using Fds.Core.Networks.Own;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>A module that PyTorch wrote.</summary>
/// <param name="module">The module.</param>
internal sealed class TorchScriptModule(jit.ScriptModule module) : OwnModule(module)
{
    private readonly jit.ScriptModule script = module;

    public override string FirstWeights => "the weights in its file";

    public override Tensor Evaluate(Tensor input) => script.forward(input) switch
    {
        Tensor output => output,
        var other => throw new FdsException($"the model returns {(other is Array or System.Runtime.CompilerServices.ITuple ? "several values" : other?.GetType().Name ?? "nothing")}; expected one tensor"),
    };

    /// <summary>TorchSharp's <c>named_buffers</c> remembers those of its first call for ever; some modules replace a buffer.</summary>
    public override IReadOnlyDictionary<string, Tensor> Values() =>
        script.named_attributes().Where(each => each.name is not null).DistinctBy(each => each.name).ToDictionary(each => each.name, each => each.buffer);

    /// <summary>A copy takes its place, because backward passes need the values that the evaluation had.</summary>
    public override void Put(OwnBuffer buffer, Tensor value) => ((jit.ScriptModule)buffer.Owner).set_attribute(buffer.Attribute, value.clone());
}
