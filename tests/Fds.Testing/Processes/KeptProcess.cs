using System.Diagnostics;

namespace Fds.Testing.Processes;

/// <summary>A server that ends with its standard input, so that tests that are killed leave none behind.</summary>
public sealed class KeptProcess : IAsyncDisposable
{
    /// <summary>Starts the server in the background and stops it with the signal that comes as a line, or with INT at the end of input.</summary>
    private const string Keeper = """exec 3<&0; "$@" < /dev/null & server=$!; read -r signal <&3 || signal=INT; kill -s "$signal" "$server"; wait "$server"; exit 0""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;

    private KeptProcess(Process process)
    {
        this.process = process;
        Errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has written to standard error, once it has ended.</summary>
    public Task<string> Errors { get; }

    public bool HasExited => process.HasExited;

    /// <summary>Starts a server.</summary>
    /// <param name="command">Its program and arguments.</param>
    /// <param name="account">Whom it runs as; null: whoever runs the tests. Only root can name another.</param>
    public static KeptProcess Start(string[] command, string? account = null)
    {
        string[] kept = ["sh", "-c", Keeper, "sh", .. command];
        string[] started = account is null ? kept : ["runuser", "-u", account, "--", .. kept];
        return new(Process.Start(new ProcessStartInfo(started[0], started[1..]) { RedirectStandardInput = true, RedirectStandardError = true })!);
    }

    /// <summary>Stops the server with a signal, e.g. INT, and waits for its end.</summary>
    public async Task Stop(string signal)
    {
        await process.StandardInput.WriteLineAsync(signal);
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(Patience);
        await process.WaitForExitAsync(limit.Token);
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await Stop("INT");
}
