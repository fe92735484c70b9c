using System.Runtime.InteropServices;
using TorchSharp;

namespace Fds.Core.Runtime;

/// <summary>
/// How this process's GPUs compute, for all that run on them: libtorch has one switch of each kind for a whole process. Of no
/// consequence on a CPU.
/// </summary>
public static class AcceleratorArithmetic
{
    private const string Library = "libtorch_cpu.so";
    private const string ContextName = "_ZN2at13globalContextEv";
    private const string SetDeterministicName = "_ZN2at7Context21setDeterministicCuDNNEb";
    private const string DeterministicName = "_ZNK2at7Context18deterministicCuDNNEv";
    private static readonly string[] Places = [Path.Combine("runtimes", "linux-x64", "native", Library), Library];

    private delegate nint Context();

    private delegate void Switch(nint context, [MarshalAs(UnmanagedType.U1)] bool on);

    [return: MarshalAs(UnmanagedType.U1)]
    private delegate bool Question(nint context);

    /// <summary>
    /// Whether float32 products are computed in TensorFloat-32, whose factors have 10 bits after the point instead of 23. libtorch's own
    /// default has it for convolutions and not for matrices.
    /// </summary>
    public static bool UsesTf32 { get; private set; }

    /// <summary>Whether cuDNN takes only algorithms that give the same bits every time; null where this libtorch does not say.</summary>
    public static bool? IsDeterministic =>
        Find() is { } torch && Function<Context>(torch, ContextName) is { } context && Function<Question>(torch, DeterministicName) is { } ask ? ask(context()) : null;

    /// <summary>Makes products exact, or not, and cuDNN choose only algorithms that give the same bits every time.</summary>
    /// <param name="tf32">Whether float32 products may be computed in TensorFloat-32.</param>
    /// <returns>Whether cuDNN could be told: TorchSharp has no name for it, and a libtorch may not export the call.</returns>
    public static bool Choose(bool tf32)
    {
        TorchRuntime.EnsureLoads();
        torch.backends.cuda.matmul.allow_tf32 = tf32;
        torch.backends.cudnn.allow_tf32 = tf32;
        UsesTf32 = tf32;
        if (Find() is not { } library || Function<Context>(library, ContextName) is not { } context || Function<Switch>(library, SetDeterministicName) is not { } set)
        {
            return false;
        }

        set(context(), true);
        return IsDeterministic == true;
    }

    /// <summary>The libtorch that TorchSharp has loaded: the one beside the program, else the one that the loader finds.</summary>
    private static nint? Find()
    {
        foreach (string place in Places.Select(place => Path.Combine(AppContext.BaseDirectory, place)).Where(File.Exists).Append(Library))
        {
            if (NativeLibrary.TryLoad(place, out nint library))
            {
                return library;
            }
        }

        return null;
    }

    private static T? Function<T>(nint library, string name)
        where T : Delegate => NativeLibrary.TryGetExport(library, name, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
