namespace Fds.Silo.Hosting;

/// <summary>Makes a silo one that lives in a pod.</summary>
internal static class KubernetesExtensions
{
    /// <summary>Silos watch one another's pods, so that one whose pod is deleted can be declared dead before it has missed its probes.</summary>
    public static ISiloBuilder UseFdsKubernetes(this ISiloBuilder silo, PodEnvironment pod)
    {
        silo.UseKubernetesHosting();
        silo.Services.AddSingleton(pod);
        silo.Services.AddSingleton<PodCheck>();
        return silo;
    }

    /// <summary>Checks the pod before anything starts. Does nothing if the silo is not in a pod.</summary>
    /// <exception cref="PodException">It is not as it must be.</exception>
    public static Task RequirePod(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetService<PodCheck>() is { } check ? check.Run(cancellationToken) : Task.CompletedTask;
}
