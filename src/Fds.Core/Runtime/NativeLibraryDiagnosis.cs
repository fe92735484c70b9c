using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>Says why TorchSharp's native library does not load, which TorchSharp itself does not.</summary>
internal static class NativeLibraryDiagnosis
{
    private const string LibraryName = "libLibTorchSharp.so";

    /// <summary>A message that states the rule, what was found, and the fix.</summary>
    /// <param name="folder">The folder of the program.</param>
    public static string Describe(string folder)
    {
        string[] candidates = [Path.Combine(folder, "runtimes", "linux-x64", "native", LibraryName), Path.Combine(folder, LibraryName)];
        string? library = candidates.FirstOrDefault(File.Exists);
        if (library is null)
        {
            return $"Tensors need the native library {LibraryName}, but it is neither of {string.Join(" and ", candidates)}. " +
                "Build again with ./fds, or publish for linux-x64; other platforms have no native library in this build.";
        }

        string reason = LoadError(library);
        string fix = reason.Contains("GLIBCXX", StringComparison.Ordinal)
            ? "The host's libstdc++ is older than the library asks for. Build on this host, so that the build can adapt the library to it, or install a newer libstdc++."
            : "Install what the message names, or build again with ./fds on this host.";
        return $"Tensors need the native library {library}, but it does not load: {reason.TrimEnd('.')}. {fix}";
    }

    private static string LoadError(string library)
    {
        try
        {
            // Its own needs are found beside it only once libtorch itself is loaded, as TorchSharp does.
            string torch = Path.Combine(Path.GetDirectoryName(library)!, "libtorch_cpu.so");
            NativeLibrary.Load(torch);
            NativeLibrary.Load(library);
            return "the reason is not known (the library itself loads)";
        }
        catch (DllNotFoundException e)
        {
            return e.Message.Split('\n')[0];
        }
    }
}
