using System.Diagnostics;
using System.Text;

namespace Fds.Deployment.Tests.Kubelet;

/// <summary>A program in a container: a root of its own that cannot be written, a user without rights, an environment that is given. What ends it is what ends a pod.</summary>
internal sealed class Container : IAsyncDisposable
{
    /// <summary>The images' user, which is that of .NET's own images.</summary>
    public const int User = 1654;

    /// <summary>What .NET's base image sets.</summary>
    private static readonly Dictionary<string, string> OfImage = new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["ASPNETCORE_HTTP_PORTS"] = "8080",
        ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
        ["DOTNET_ROOT"] = "/dotnet",
    };

    private readonly TemporaryFolder root = new();
    private readonly StringBuilder log = new();
    private readonly Process process;

    private Container(IReadOnlyDictionary<string, string> environment, IEnumerable<Mount> mounts, string[] command)
    {
        Mount dotnet = new(Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")), "/dotnet", ReadOnly: true);
        string[] options = ["--mount", "--propagation", "private", "sh", Path.Combine(AppContext.BaseDirectory, "Kubelet", "container.sh"), root.Path, $"{User}", "/app"];
        ProcessStartInfo info = new("unshare", [.. options, .. mounts.Prepend(dotnet).Select(mount => mount.ToString()), "--", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment.Clear();
        foreach ((string name, string value) in OfImage.Concat(environment))
        {
            info.Environment[name] = value;
        }

        process = Process.Start(info)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>What it has written.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Why there can be no containers here; null where there can.</summary>
    public static string? WhyImpossible()
    {
        if (Environment.UserName != "root")
        {
            return "Only root can give a program a root of its own and another user.";
        }

        using Process trying = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "sh", "-c", "mount -t tmpfs none /mnt && command -v setpriv"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string errors = trying.StandardError.ReadToEnd();
        trying.WaitForExit();
        return trying.ExitCode == 0 ? null : $"This machine lets nobody mount folders, not even in a namespace apart: {errors.Trim()}";
    }

    public static Container Start(IReadOnlyDictionary<string, string> environment, IEnumerable<Mount> mounts, params string[] command) => new(environment, mounts, command);

    /// <summary>A folder as a volume: the user's group may write it, as Kubernetes sees to with fsGroup.</summary>
    public static void GiveToGroup(string folder)
    {
        using Process chown = Process.Start("chown", ["-R", $"root:{User}", folder]);
        chown.WaitForExit();
        using Process chmod = Process.Start("chmod", ["-R", "g+rwX,o-rwx", folder]);
        chmod.WaitForExit();
    }

    /// <summary>A signal by its name.</summary>
    public async Task Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It takes longer, for which Kubernetes would kill it.</exception>
    public async Task<int> WaitForExit(TimeSpan limit)
    {
        using CancellationTokenSource end = new(limit);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"It was still running after {limit}. {Log}", e);
        }

        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        root.Dispose();
    }

    private void Keep(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }
}
