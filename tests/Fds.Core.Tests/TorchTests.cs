using TorchSharp;

namespace Fds.Core.Tests;

/// <summary>What every test over tensors needs first.</summary>
internal static class TorchTests
{
    /// <summary>One thread per test: the test runner uses the cores, and results do not depend on them.</summary>
    public static void Prepare() => torch.set_num_threads(1);
}
