using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>A layer without parameters: a function of its input.</summary>
internal sealed class Parameterless(Func<Tensor, Tensor> function) : ILayer
{
    public IEnumerable<ParameterShape> Parameters => [];

    public Tensor Apply(Tensor input, ForwardPass pass) => function(input);
}
