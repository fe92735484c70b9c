using System.Collections.Immutable;
using System.Reflection;
using Fds.Core.Runtime;

namespace Fds.Grains.Telemetry;

/// <summary>The versions of this cluster's parts.</summary>
public static class Versions
{
    /// <summary>Version of Fds.Cluster.</summary>
    public static string Fds { get; } =
        typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Versions of fds, torchSharp and libtorch.</summary>
    public static ImmutableDictionary<string, string> All => ImmutableDictionary<string, string>.Empty
        .Add("fds", Fds)
        .Add("torchSharp", TorchRuntime.TorchSharpVersion)
        .Add("libtorch", TorchRuntime.LibtorchVersion);
}
