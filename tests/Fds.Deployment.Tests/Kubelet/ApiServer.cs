using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using Fds.Deployment.Tests.Manifests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fds.Deployment.Tests.Kubelet;

/// <summary>
/// As much of Kubernetes' API as a silo asks for: pods of one namespace, got, listed and watched over HTTPS with a service account's
/// token, and allowed as a Role says.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const string Token = "the-token-of-a-service-account";
    private readonly ConcurrentDictionary<string, JsonObject> pods = [];
    private readonly ConcurrentDictionary<Channel<string>, bool> watchers = [];
    private readonly ConcurrentDictionary<string, int> asked = [];
    private readonly HashSet<string> allowed;
    private readonly X509Certificate2 certificate;
    private readonly WebApplication server;

    private ApiServer(Manifest role)
    {
        allowed = [.. role.Body.Items("rules").Where(rule => rule.Texts("resources").Contains("pods")).SelectMany(rule => rule.Texts("verbs"))];
        certificate = SelfSigned();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        server = builder.Build();
        server.MapGet("/api/v1/namespaces/{space}/pods/{name}", (HttpContext context, string space, string name) => Guard(context, "get", () => Get(context, space, name)));
        server.MapGet("/api/v1/namespaces/{space}/pods", (HttpContext context, string space, bool? watch, string? labelSelector) => watch == true
            ? Guard(context, "watch", () => Watch(context, space, labelSelector))
            : Guard(context, "list", () => List(context, space, labelSelector)));
        server.MapFallback(context => Guard(context, context.Request.Method.ToLowerInvariant(), () => Answer(context, 404, "there is no such thing here")));
    }

    /// <summary>The verbs that were asked for, and how often.</summary>
    public IReadOnlyDictionary<string, int> Asked => asked;

    /// <summary>The status that every request is answered with; null: as asked.</summary>
    public int? Busy { get; set; }

    public int Port => new Uri(server.Urls.Single()).Port;

    public static async Task<ApiServer> Start(Manifest role)
    {
        ApiServer api = new(role);
        await api.server.StartAsync();
        return api;
    }

    /// <summary>Writes what a pod finds under its service account's folder.</summary>
    public void WriteServiceAccount(string folder, string space)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "token"), Token);
        File.WriteAllText(Path.Combine(folder, "ca.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "namespace"), space);
    }

    public void Add(JsonObject pod)
    {
        pods[pod.Text("metadata", "name")!] = pod;
        Tell("ADDED", pod);
    }

    public void Delete(string name)
    {
        Assert.True(pods.TryRemove(name, out JsonObject? pod), $"There is no pod {name}.");
        Tell("DELETED", pod);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Channel<string> watcher in watchers.Keys)
        {
            watcher.Writer.TryComplete();
        }

        await server.DisposeAsync();
        certificate.Dispose();
    }

    private async Task Guard(HttpContext context, string verb, Func<Task> answer)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            await Answer(context, 401, "Unauthorized");
            return;
        }

        asked.AddOrUpdate(verb, 1, (_, times) => times + 1);
        if (Busy is { } status)
        {
            await Answer(context, status, "come again later");
            return;
        }

        await (allowed.Contains(verb) ? answer() : Answer(context, 403, $"pods is forbidden: cannot {verb} resource \"pods\""));
    }

    private Task Get(HttpContext context, string space, string name) => pods.TryGetValue(name, out JsonObject? pod) && pod.Text("metadata", "namespace") == space
        ? Write(context, pod.ToJsonString())
        : Answer(context, 404, $"pods \"{name}\" not found");

    private Task List(HttpContext context, string space, string? selector) =>
        Write(context, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "PodList", ["metadata"] = new JsonObject(), ["items"] = new JsonArray([.. Selected(space, selector).Select(pod => pod.DeepClone())]) }.ToJsonString());

    private async Task Watch(HttpContext context, string space, string? selector)
    {
        Channel<string> events = Channel.CreateUnbounded<string>();
        watchers[events] = true;
        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(string.Concat(Selected(space, selector).Select(pod => Event("ADDED", pod))), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (string line in events.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(line, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever watched has gone.
        }
        finally
        {
            watchers.TryRemove(events, out _);
        }
    }

    private IEnumerable<JsonObject> Selected(string space, string? selector)
    {
        Dictionary<string, string> wanted = (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToDictionary(term => term.Split('=')[0], term => term.Split('=')[1]);
        return pods.Values.Where(pod => pod.Text("metadata", "namespace") == space && Selector.Selects(wanted, pod.Map("metadata", "labels")));
    }

    private void Tell(string type, JsonObject pod)
    {
        foreach (Channel<string> watcher in watchers.Keys)
        {
            watcher.Writer.TryWrite(Event(type, pod));
        }
    }

    private static string Event(string type, JsonObject pod) => new JsonObject { ["type"] = type, ["object"] = pod.DeepClone() }.ToJsonString() + "\n";

    private static Task Answer(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return Write(context, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Status", ["status"] = "Failure", ["message"] = message, ["code"] = status }.ToJsonString());
    }

    private static Task Write(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, Encoding.UTF8, context.RequestAborted);
    }

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=kubernetes", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }
}
