using System.Diagnostics;
using System.Globalization;

namespace Fds.Testing.Processes;

/// <summary>
/// A real PostgreSQL on a free loopback port with its data in a temporary folder. It ends with its standard input, so that tests that
/// are killed leave none behind.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "fds";

    private static readonly string[] Accounts = ["postgres", "nobody"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder;
    private readonly string programs;
    private readonly int port;
    private KeptProcess? server;

    private PostgreSqlServer(TemporaryFolder folder, string programs, int port)
    {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={port};Username={User};Database=postgres;Maximum Pool Size=40";

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? WhyImpossible()
    {
        if (FindPrograms() is null)
        {
            return "There is no PostgreSQL server on this machine: install the package postgresql.";
        }

        return IsRoot && Account() is null ? "PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody' to run it as." : null;
    }

    /// <summary>Makes a database cluster and starts its server.</summary>
    public static async Task<PostgreSqlServer> Start()
    {
        PostgreSqlServer made = new(new TemporaryFolder(), FindPrograms()!, Ports.Free());
        try
        {
            if (IsRoot)
            {
                await Run("chown", Account()!, made.folder.Path);
            }

            await made.RunAs("initdb", "-D", made.folder["data"], "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await made.Open();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server over the data that are there.</summary>
    public async Task Open()
    {
        string[] settings = [$"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "shared_buffers=16MB", "max_connections=200"];
        string[] command = [Path.Combine(programs, "postgres"), "-D", folder["data"], .. settings.SelectMany(setting => new[] { "-c", setting })];
        server = KeptProcess.Start(command, IsRoot ? Account() : null);
        await WaitUntilReady();
    }

    /// <summary>Ends the server at once, as a crash does: connections break, and the next start recovers from the log.</summary>
    public Task Crash() => Stop("QUIT");

    /// <summary>The only value of a query.</summary>
    public async Task<string> Ask(string sql) =>
        (await Run(Path.Combine(programs, "psql"), ConnectionOptions("-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", sql))).Trim();

    public async ValueTask DisposeAsync()
    {
        await Stop("INT");
        folder.Dispose();
    }

    private async Task Stop(string signal)
    {
        if (server is not null)
        {
            await server.Stop(signal);
            server = null;
        }
    }

    private async Task WaitUntilReady()
    {
        for (int tenth = 0; tenth < Patience.TotalSeconds * 10; tenth++)
        {
            if (server!.HasExited)
            {
                throw new InvalidOperationException($"PostgreSQL ended: {await server.Errors}");
            }

            using Process asking = Process.Start(new ProcessStartInfo(Path.Combine(programs, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)]))!;
            await asking.WaitForExitAsync();
            if (asking.ExitCode == 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"PostgreSQL was not ready within {Patience}.");
    }

    private Task<string> RunAs(string program, params string[] arguments)
    {
        string path = Path.Combine(programs, program);
        return IsRoot ? Run("runuser", ["-u", Account()!, "--", path, .. arguments]) : Run(path, arguments);
    }

    private string[] ConnectionOptions(params string[] arguments) => ["-h", "127.0.0.1", "-p", $"{port}", "-U", User, "-d", "postgres", .. arguments];

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
        }

        return await output;
    }

    /// <summary>Debian keeps the server's programs out of the path, one folder per version.</summary>
    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        IEnumerable<string> debian = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(version => double.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out double number) ? number : 0).Select(version => Path.Combine(version, "bin"))
            : [];
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(path).FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "postgres")) && File.Exists(Path.Combine(candidate, "initdb")));
    }

    private static string? Account()
    {
        string[] accounts = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0])];
        return Accounts.FirstOrDefault(accounts.Contains);
    }
}
