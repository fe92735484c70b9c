using Fds.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SmallNet;

/// <summary>Two convolutions with batch normalisation and dropout, for images [B, C, H, W] of 9 × 9 pixels or more and any number of classes.</summary>
public sealed class ConvolutionalNet : nn.Module<Tensor, Tensor>
{
    private const int Pooled = 3;
    private readonly Conv2d first;
    private readonly BatchNorm2d firstNorm;
    private readonly Conv2d second;
    private readonly BatchNorm2d secondNorm;
    private readonly Dropout dropout;
    private readonly Linear head;

    /// <summary>A network for a study's data. Its weights are drawn by torch, whose generator has the run's seed.</summary>
    /// <param name="shape">What it is given and what it has to return.</param>
    public ConvolutionalNet(ModuleShape shape)
        : base(nameof(ConvolutionalNet))
    {
        ArgumentNullException.ThrowIfNull(shape);
        first = nn.Conv2d(shape.Input[0], 6, 5, stride: 2);
        firstNorm = nn.BatchNorm2d(6);
        second = nn.Conv2d(6, 12, 3);
        secondNorm = nn.BatchNorm2d(12);
        dropout = nn.Dropout(0.2);
        head = nn.Linear(12 * Pooled * Pooled, shape.Outputs);
        RegisterComponents();
    }

    /// <summary>Logits, shape [B, classes].</summary>
    /// <param name="input">Images, shape [B, C, H, W].</param>
    public override Tensor forward(Tensor input)
    {
        Tensor features = nn.functional.gelu(firstNorm.call(first.call(input)));
        features = nn.functional.gelu(secondNorm.call(second.call(features)));
        return head.call(dropout.call(nn.functional.adaptive_avg_pool2d(features, Pooled).flatten(1)));
    }
}
