using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Fds.Core.Networks.Assemblies;

/// <summary>
/// Loads a module's assembly apart from this process's own and from other modules', with the assemblies of its folder. Equal files are loaded
/// once; they stay until the process ends, because TorchSharp keeps what it has seen of their types.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = new();
    private readonly AssemblyFiles files;

    private ModuleLoadContext(AssemblyFiles files)
        : base($"{files.Main} {files.Identity}") => this.files = files;

    /// <summary>The assembly of these files.</summary>
    /// <exception cref="FdsException">.NET does not load it; the message says why.</exception>
    public static Assembly AssemblyOf(AssemblyFiles files) => Loaded.GetOrAdd(files.Identity, _ => new(() => new ModuleLoadContext(files).LoadMain())).Value;

    protected override Assembly? Load(AssemblyName assemblyName) => HostAssemblies.Shared(assemblyName) ?? LoadOwn(assemblyName.Name!);

    private Assembly LoadMain()
    {
        try
        {
            return LoadOwn(files.Main)!;
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw new FdsException($"the file cannot be loaded ({OneLine(e.Message)})", e);
        }
    }

    private Assembly? LoadOwn(string name)
    {
        using MemoryStream? content = files.Open(name);
        return content is null ? null : LoadFromStream(content);
    }

    private static string OneLine(string message) => string.Join(' ', message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
