using System.Reflection;
using System.Runtime.InteropServices;
using Fds.Core.Networks.Own;
using Fds.Core.Runtime;
using Fds.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Assemblies;

/// <summary>A module that a user wrote in .NET.</summary>
/// <param name="module">The module, on the device and of the type of the run.</param>
internal sealed class DotNetModule(nn.Module<Tensor, Tensor> module) : OwnModule(module)
{
    private readonly nn.Module<Tensor, Tensor> module = module;
    private readonly Dictionary<string, Tensor> buffers = module.named_buffers().ToDictionary(each => each.name, each => each.buffer);

    public override string FirstWeights => "the weights of its constructor";

    public override Tensor Evaluate(Tensor input)
    {
        try
        {
            return module.call(input) ?? throw new FdsException("the model returns null; expected one tensor");
        }
        catch (Exception e) when (e is not (ExternalException or FdsException) && !OutOfMemory.Is(e))
        {
            throw new FdsException($"the model's forward failed ({OwnNetwork.Gist(e.Message)})", e);
        }
    }

    public override Tensor Loss(Tensor output, Tensor target)
    {
        if (module is not ITrainingLoss<Tensor> own)
        {
            throw new FdsException($"the module has no loss of its own; let its class implement ITrainingLoss<torch.Tensor> of Fds.Modules, or let model.loss be auto");
        }

        try
        {
            return own.Loss(output, target) ?? throw new FdsException("the model's own loss is null; expected one number");
        }
        catch (Exception e) when (e is not FdsException && !OutOfMemory.Is(e))
        {
            throw new FdsException($"the model's own loss failed ({OwnNetwork.Gist(e.Message)})", e);
        }
    }

    public override IReadOnlyDictionary<string, Tensor> Values() => buffers;

    /// <summary>Modules hold their buffers in fields, so that values are copied into those.</summary>
    public override void Put(OwnBuffer buffer, Tensor value)
    {
        using IDisposable noGradient = no_grad();
        buffers[buffer.Name].copy_(value);
    }

    /// <summary>The name of a buffer that the module has replaced by another tensor, of which a run would know nothing; null where it has not.</summary>
    public string? Replaced() => module.named_modules().Prepend(("", module))
        .SelectMany(owner => owner.Item2.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.GetValue(owner.Item2) is Tensor now && owner.Item2.named_buffers(recurse: false).FirstOrDefault(each => each.name == field.Name) is { buffer: { } first } && !ReferenceEquals(now, first))
            .Select(field => owner.Item1.Length == 0 ? field.Name : $"{owner.Item1}.{field.Name}"))
        .FirstOrDefault();
}
