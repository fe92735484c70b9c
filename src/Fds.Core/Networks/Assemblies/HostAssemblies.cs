using System.Collections.Frozen;
using System.Reflection;
using Fds.Modules;
using TorchSharp;

namespace Fds.Core.Networks.Assemblies;

/// <summary>What modules take from this process and never from their folder, so that both sides mean the same types: TorchSharp and the package of contracts.</summary>
internal static class HostAssemblies
{
    private const string Runtime = "System.Runtime";
    private static readonly Assembly TorchSharp = typeof(torch).Assembly;
    private static readonly Assembly Contracts = typeof(ModuleShape).Assembly;

    private static readonly FrozenSet<string> Present = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFileNameWithoutExtension(path)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The assembly of this process that modules share; null: they have their own.</summary>
    public static Assembly? Shared(AssemblyName name) => ((Assembly[])[TorchSharp, Contracts]).FirstOrDefault(assembly => assembly.GetName().Name == name.Name);

    /// <summary>Whether this process has an assembly of that name, e.g. one of .NET.</summary>
    public static bool Has(AssemblyName name) => Present.Contains(name.Name!);

    /// <summary>Refuses what was built against other versions than this process has.</summary>
    /// <param name="reference">What it was built against.</param>
    /// <param name="file">What the file is called in messages.</param>
    /// <exception cref="FdsException">It was.</exception>
    public static void RequireVersion(AssemblyName reference, string file)
    {
        Version built = reference.Version ?? new();
        if (reference.Name == Runtime && built.Major > Environment.Version.Major)
        {
            throw new FdsException($"{file} was built for .NET {built.Major}, but the silo runs on .NET {Environment.Version.Major}; build it for net{Environment.Version.Major}.0");
        }

        if (Shared(reference) is { } shared && shared.GetName().Version is { } here && (shared == TorchSharp ? built != here : built > here))
        {
            throw new FdsException($"{file} was built against {reference.Name} {built.ToString(3)}, but the silo has {here.ToString(3)}; build it against that one");
        }
    }
}
