using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Fds.Deployment.Tests.Manifests;

/// <summary>Renders folders under k8s/ with kubectl, each once.</summary>
internal static class Kustomize
{
    private const int OldestMinor = 27;
    private static readonly ConcurrentDictionary<string, string> Rendered = [];
    private static readonly Lazy<string?> Impossible = new(WhyImpossible);

    /// <summary>Folders that are applied by themselves.</summary>
    public static readonly string[] Applied = ["k8s/overlays/dev", "k8s/overlays/prod", "k8s/study"];

    /// <summary>The objects of a folder; skips the test where there is no kubectl.</summary>
    public static Bundle Render(string folder)
    {
        Assert.SkipWhen(Impossible.Value is not null, Impossible.Value ?? "");
        return Bundle.Parse(Rendered.GetOrAdd(folder, Run));
    }

    /// <summary>The objects of an overlay over a folder, in another namespace or with one component more; skips the test where there is no kubectl.</summary>
    public static Bundle RenderOver(string folder, string space = "fds", string? component = null)
    {
        Assert.SkipWhen(Impossible.Value is not null, Impossible.Value ?? "");
        using TemporaryFolder overlay = new();
        string From(string other) => Path.GetRelativePath(overlay.Path, Path.Combine(SharedFolder.Checkout, other));
        File.WriteAllText(overlay["kustomization.yaml"], $"namespace: {space}\nresources: [{From(folder)}]\ncomponents: [{(component is null ? "" : From(component))}]\n");
        return Bundle.Parse(Run(overlay.Path));
    }

    /// <summary>What kubectl makes of a folder, anywhere on this machine.</summary>
    /// <exception cref="InvalidOperationException">It refuses.</exception>
    public static string Run(string folder)
    {
        (int code, string output, string errors) = Kubectl("kustomize", Path.Combine(SharedFolder.Checkout, folder));
        return code == 0 ? output : throw new InvalidOperationException($"kubectl kustomize {folder}: {errors}");
    }

    private static string? WhyImpossible()
    {
        try
        {
            (int code, string output, string errors) = Kubectl("version", "--client", "-o", "json");
            if (code != 0)
            {
                return $"kubectl is installed but does not run: {errors}";
            }

            string minor = JsonNode.Parse(output).Text("clientVersion", "minor") ?? "0";
            return int.Parse(minor.TrimEnd('+')) >= OldestMinor ? null : $"kubectl is of version 1.{minor}, but 1.{OldestMinor} is needed to render manifests.";
        }
        catch (Win32Exception)
        {
            return $"There is no kubectl on this machine (1.{OldestMinor} or newer is needed), so that manifests cannot be rendered.";
        }
    }

    private static (int Code, string Output, string Errors) Kubectl(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
