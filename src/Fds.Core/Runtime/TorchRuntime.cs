using TorchSharp;

namespace Fds.Core.Runtime;

/// <summary>The native side: whether it loads and how many threads it uses.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<string> Libtorch = new(ReadLibtorchVersion);

    /// <summary>Version of libtorch; "not loaded" where it cannot be loaded.</summary>
    public static string LibtorchVersion => Libtorch.Value;

    /// <summary>Version of TorchSharp.</summary>
    public static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Loads libtorch, or says why it does not load and what to do.</summary>
    /// <exception cref="FdsException">The native library is missing or the host lacks something that it needs.</exception>
    public static void EnsureLoads()
    {
        try
        {
            // Before anything else, because libtorch looks for GPU support only once and ignores libraries that are loaded later.
            torch.TryInitializeDeviceType(DeviceType.CUDA);
            using torch.Tensor probe = torch.ones(1, device: torch.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException or BadImageFormatException)
        {
            throw new FdsException(NativeLibraryDiagnosis.Describe(AppContext.BaseDirectory), e);
        }
    }

    private static string ReadLibtorchVersion()
    {
        try
        {
            return torch.__version__.Split('.') is [var major, var minor, var patch, ..] ? $"{major}.{minor}.{patch}" : torch.__version__;
        }
        catch (TypeInitializationException)
        {
            return "not loaded";
        }
    }

    /// <summary>Threads that one operation of the calling thread uses. Results are the same to the last bit only for the same number.</summary>
    public static void UseThreads(int count) => torch.set_num_threads(count);
}
