using System.Runtime.InteropServices;
using Fds.Core.Networks.Own;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>A module that PyTorch wrote.</summary>
/// <param name="module">The module.</param>
internal sealed class TorchScriptModule(jit.ScriptModule module) : OwnModule(module)
{
    /// <summary>The method that is a module's own loss.</summary>
    private const string OwnLoss = "loss";

    private readonly jit.ScriptModule script = module;

    public override string FirstWeights => "the weights in its file";

    public override Tensor Evaluate(Tensor input) => script.forward(input) switch
    {
        Tensor output => output,
        var other => throw new FdsException($"the model returns {(other is Array or System.Runtime.CompilerServices.ITuple ? "several values" : other?.GetType().Name ?? "nothing")}; expected one tensor"),
    };

    public override Tensor Loss(Tensor output, Tensor target)
    {
        try
        {
            return script.invoke(OwnLoss, output, target) as Tensor ?? throw new FdsException($"the model's method {OwnLoss} returns no tensor; expected one number");
        }
        catch (ExternalException e) when (e.Message.Contains($"'{OwnLoss}' is not defined", StringComparison.Ordinal))
        {
            throw new FdsException($"the model exports no method {OwnLoss}; write one, {OwnLoss}(self, output, target) with @torch.jit.export, or let model.loss be auto", e);
        }
        catch (ExternalException e) when (!OutOfMemory.Is(e))
        {
            throw new FdsException($"the model's own loss failed ({OwnNetwork.Gist(e.Message)})", e);
        }
    }

    /// <summary>TorchSharp's <c>named_buffers</c> remembers those of its first call for ever; some modules replace a buffer.</summary>
    public override IReadOnlyDictionary<string, Tensor> Values() =>
        script.named_attributes().Where(each => each.name is not null).DistinctBy(each => each.name).ToDictionary(each => each.name, each => each.buffer);

    /// <summary>A copy takes its place, because backward passes need the values that the evaluation had.</summary>
    public override void Put(OwnBuffer buffer, Tensor value) => ((jit.ScriptModule)buffer.Owner).set_attribute(buffer.Attribute, value.clone());
}
