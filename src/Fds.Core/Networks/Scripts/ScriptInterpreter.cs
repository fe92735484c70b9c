using System.Runtime.InteropServices;
using TorchSharp;

namespace Fds.Core.Networks.Scripts;

/// <summary>How libtorch runs TorchScript in this process.</summary>
/// <remarks>
/// libtorch watches the first evaluations of a module and then rewrites its graph, with other last digits from the third on. A run that is
/// resumed in a new process would go through that again and end with other bits. So the watching is switched off, as
/// <c>torch._C._jit_set_profiling_mode(False)</c> does in Python. TorchSharp has no method for it; the function is exported by libtorch.
/// </remarks>
internal static class ScriptInterpreter
{
    private const string ProfilingMode = "_ZN5torch3jit16getProfilingModeEv";
    private const string Library = "torch_cpu";
    private static readonly Lock Drawing = new();
    private static readonly Lazy<bool> Exact = new(SwitchProfilingOff);

    /// <summary>Every evaluation of a module gives the same bits from here on.</summary>
    /// <exception cref="FdsException">This libtorch does not let its profiling be switched off.</exception>
    public static void BeExact()
    {
        if (!Exact.Value)
        {
            throw new FdsException($"TorchScript modules cannot be run: this libtorch ({Runtime.TorchRuntime.LibtorchVersion}) does not let the profiling of their graphs be switched off, without which a resumed run would have other digits.");
        }
    }

    /// <summary>Evaluates something that draws from libtorch's own generator, which all threads of a process share.</summary>
    /// <param name="seed">What it is seeded with before.</param>
    /// <param name="device">Whose generator it is.</param>
    /// <param name="evaluation">The evaluation.</param>
    public static T Draw<T>(long seed, torch.Device device, Func<T> evaluation)
    {
        lock (Drawing)
        {
            Seed(seed, device);
            return evaluation();
        }
    }

    /// <summary>Whether an evaluation draws from libtorch's own generator. On a GPU it is taken to.</summary>
    public static bool Draws(torch.Device device, Action evaluation)
    {
        if (device.type == DeviceType.CUDA)
        {
            return true;
        }

        lock (Drawing)
        {
            using torch.Tensor before = torch.get_rng_state();
            evaluation();
            using torch.Tensor after = torch.get_rng_state();
            return !before.data<byte>().SequenceEqual(after.data<byte>());
        }
    }

    /// <summary>The processor's generator, and a GPU's where it is meant, which <c>manual_seed</c> leaves alone.</summary>
    private static void Seed(long seed, torch.Device device)
    {
        torch.manual_seed(seed).Dispose();
        if (device.type == DeviceType.CUDA)
        {
            torch.cuda.manual_seed_all(seed);
        }
    }

    private static bool SwitchProfilingOff()
    {
        Runtime.TorchRuntime.EnsureLoads();
        if (!NativeLibrary.TryLoad(Library, typeof(torch).Assembly, null, out nint library) || !NativeLibrary.TryGetExport(library, ProfilingMode, out nint function))
        {
            return false;
        }

        nint flag = Marshal.GetDelegateForFunctionPointer<FlagOf>(function)();
        Marshal.WriteByte(flag, 0);
        return true;
    }

    /// <summary>std::atomic&lt;bool&gt;&amp; torch::jit::getProfilingMode().</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint FlagOf();
}
