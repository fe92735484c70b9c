using Fds.Grains.Hosting;

namespace Fds.Silo.Hosting;

/// <summary>What Kubernetes tells a silo of its pod, through the environment.</summary>
/// <param name="Name">The pod's name, from POD_NAME.</param>
/// <param name="Namespace">The namespace it is in, from POD_NAMESPACE.</param>
/// <param name="Address">The pod's address, from POD_IP.</param>
internal sealed record PodEnvironment(string Name, string Namespace, string Address)
{
    /// <summary>
    /// Settings that follow and that nothing overrides: silos are told from one another, and looked for among the pods, by the pod's
    /// name, and reached at its address.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new($"{FdsSiloOptions.Section}:{nameof(FdsSiloOptions.SiloName)}", Name),
        new($"{FdsClusterOptions.Section}:{nameof(FdsClusterOptions.AdvertisedAddress)}", Address),
    ];

    /// <summary>The pod that this process is in; null where the environment does not have all three.</summary>
    public static PodEnvironment? Of(IConfiguration configuration) =>
        (configuration["POD_NAME"], configuration["POD_NAMESPACE"], configuration["POD_IP"]) is ({ Length: > 0 } name, { Length: > 0 } space, { Length: > 0 } address)
            ? new(name, space, address)
            : null;
}
