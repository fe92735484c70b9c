using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of a convolution of data and the max-pooling of its result. Data has no tangents, so an output depends on the weights
/// only through the patch of the image at the place that pooling chose, and every rule is a product with the matrix of these patches,
/// of which there are as many as outputs: for pooling over 2×2 a quarter of the convolution's work.
/// </summary>
internal sealed class PooledDataTrace : ILayerTrace
{
    private readonly TracePass pass;
    private readonly int weight;
    private readonly int bias;
    private readonly Tensor patches;

    /// <summary>Evaluates it.</summary>
    /// <param name="input">Images, [B, C, H, W].</param>
    /// <param name="pass">Hands out weight, [O, C, kernel, kernel], and bias, [O].</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="pool">Side of a pooling window.</param>
    public PooledDataTrace(Activation input, TracePass pass, int kernel, int pool)
    {
        this.pass = pass;
        weight = pass.Next();
        bias = pass.Next();
        using Tensor convolved = nn.functional.conv2d(input.Value, pass.Value(weight), pass.Value(bias));
        (Tensor output, Tensor chosen) = nn.functional.max_pool2d_with_indices(convolved, [pool, pool]);
        Output = new(output, IsData: false);
        patches = ChosenPatches(input.Value, kernel, chosen);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient)
    {
        Tensor byKernel = ByKernel(gradient.unsqueeze(1));
        pass.StoreGradient(weight, byKernel.bmm(patches).view(pass.Value(weight).shape));
        pass.StoreGradient(bias, byKernel.sum(2).squeeze(1));
        return null;
    }

    public Tensor PushForward(Tensor? tangents)
    {
        Tensor byKernel = pass.Tangents(weight).flatten(2).transpose(0, 1);
        Tensor shift = pass.Tangents(bias).t().unsqueeze(2);
        Tensor outputs = byKernel.bmm(patches.transpose(1, 2)).Increase(shift);
        Tensor value = Output.Value;
        return outputs.view(value.shape[1], pass.Columns, value.shape[0], -1).permute(2, 1, 0, 3).contiguous()
            .view(value.shape[0], pass.Columns, value.shape[1], value.shape[2], value.shape[3]);
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor? PullBack(Tensor tangents)
    {
        Tensor byKernel = ByKernel(tangents);
        pass.Products(weight).flatten(2).copy_(byKernel.bmm(patches).transpose(0, 1));
        pass.Products(bias).copy_(byKernel.sum(2).t());
        return null;
    }

    /// <summary>From [B, k, O, h, w] to [O, k, B·h·w].</summary>
    private static Tensor ByKernel(Tensor values) => values.flatten(3).permute(2, 1, 0, 3).flatten(2);

    /// <summary>For every kernel, image and window the patch at the chosen place: [O, B·h·w, C·kernel²].</summary>
    private static Tensor ChosenPatches(Tensor images, int kernel, Tensor chosen)
    {
        Tensor all = images.unfold(2, kernel, 1).unfold(3, kernel, 1).permute(0, 2, 3, 1, 4, 5).flatten(3);
        long places = all.shape[1] * all.shape[2];
        Tensor firstOfImage = arange(images.shape[0].Kept(), ScalarType.Int64, images.device).mul_(places.Kept()).view(-1, 1);
        Tensor rows = chosen.flatten(2).transpose(0, 1).Plus(firstOfImage).flatten();
        return all.flatten(0, 2).index_select(0, rows).view(chosen.shape[1], -1, all.shape[3]);
    }
}
