using static TorchSharp.torch;

namespace Fds.Core.Runtime;

/// <summary>Products of batches of matrices.</summary>
internal static class MatrixBatches
{
    /// <summary>x + a b, for x that broadcasts to [B, n, m], a [B, n, l] and b [B, l, m].</summary>
    /// <remarks>TorchSharp 0.107 calls the arguments of baddbmm input, batch1 and batch2, but takes the sum's first term last.</remarks>
    public static Tensor PlusProduct(this Tensor x, Tensor a, Tensor b) => baddbmm(a, b, x);
}
