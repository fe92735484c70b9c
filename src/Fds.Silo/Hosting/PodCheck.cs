using System.Net;
using Fds.Grains.Hosting;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;
using Orleans.Hosting.Kubernetes;

namespace Fds.Silo.Hosting;

/// <summary>
/// Whether this silo's pod has what Orleans' hosting on Kubernetes relies on: the cluster's name in its labels, by which silos find one
/// another's pods, and the right to read pods. Without the right that hosting would ask again and again without a pause; with other labels it
/// would ask to change them, and silos with different ones would declare one another dead.
/// </summary>
internal sealed class PodCheck(PodEnvironment pod, IOptions<KubernetesHostingOptions> kubernetes, IOptions<FdsClusterOptions> cluster)
{
    private const string Remedy = "k8s/base/role.yaml has the Role and the binding.";

    /// <summary>
    /// Checks once. If Kubernetes refuses the connection or is overloaded, the check passes, because the hosting tries again for some
    /// seconds.
    /// </summary>
    /// <exception cref="PodException">Something is missing, or Kubernetes does not answer in time.</exception>
    public async Task Run(CancellationToken cancellationToken)
    {
        using k8s.Kubernetes client = new(kubernetes.Value.GetClientConfiguration());
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(cluster.Value.KubernetesWait);
        try
        {
            V1Pod own = await client.ReadNamespacedPodAsync(pod.Name, pod.Namespace, cancellationToken: waiting.Token);
            RequireLabels(own.Labels() ?? new Dictionary<string, string>());
            await client.ListNamespacedPodAsync(pod.Namespace, labelSelector: $"{KubernetesHostingOptions.ClusterIdLabel}={cluster.Value.Id}", cancellationToken: waiting.Token);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            throw new PodException($"Kubernetes does not let this silo's service account get, list and watch pods in the namespace '{pod.Namespace}'. {Remedy}", e);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new PodException($"Kubernetes knows no pod '{pod.Name}' in the namespace '{pod.Namespace}'. POD_NAME and POD_NAMESPACE must be this pod's own.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PodException($"Kubernetes did not answer at {client.BaseUri} within {cluster.Value.KubernetesWait.TotalSeconds} s ({FdsClusterOptions.Section}:{nameof(FdsClusterOptions.KubernetesWait)}). The NetworkPolicy 'fds-silo' of k8s/base/network.yaml must let this pod out to that address and port, and to the port that the address is translated to, which is often 6443.", e);
        }
        catch (Exception e) when (e is HttpRequestException or HttpOperationException { Response.StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError })
        {
            // It may answer in a moment.
        }
    }

    private void RequireLabels(IDictionary<string, string> labels)
    {
        foreach (string label in new[] { KubernetesHostingOptions.ClusterIdLabel, KubernetesHostingOptions.ServiceIdLabel })
        {
            labels.TryGetValue(label, out string? value);
            if (value != cluster.Value.Id)
            {
                throw new PodException($"The pod '{pod.Name}' must have the label {label}={cluster.Value.Id}, which is {FdsClusterOptions.Section}:{nameof(FdsClusterOptions.Id)}, but it {(value is null ? "has none" : $"is '{value}'")}. Set it in the pod's template.");
            }
        }
    }
}
