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
