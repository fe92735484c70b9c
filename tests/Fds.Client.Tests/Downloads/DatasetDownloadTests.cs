using System.Net;
using System.Net.Sockets;
using System.Text;
using Fds.Client.Downloads;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Downloads;

/// <summary>Downloads from a server on loopback: a good one is kept, anything else leaves nothing behind.</summary>
public sealed class DatasetDownloadTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("what was published");

    private static readonly Dictionary<string, PublishedDataset> Published = new()
    {
        ["words"] = new("words", new("http://127.0.0.1/"), [new("one.txt", "d6be7d3f86802e833229c7b3fed84b14"), new("two.txt", "d6be7d3f86802e833229c7b3fed84b14")]),
    };

    [Fact]
    public async Task Download_OfWhatWasPublished_IsKeptAndNotRepeated()
    {
        using TemporaryFolder folder = new();
        await using Server server = new(_ => Response(200, Content));

        string first = await Get(folder, server);
        Assert.Equal(["one.txt", "two.txt"], Directory.GetFiles(folder["words"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder["words"], "one.txt")));
        Assert.Equal(2, first.Split('\n').Count(line => line.StartsWith($"fds: downloading {server.Address}/", StringComparison.Ordinal)));
        Assert.Equal(2, (await Get(folder, server)).Split('\n').Count(line => line.EndsWith("already exists", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Download_OverAnotherFile_ReplacesItOnlyByForce()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["words"]);
        File.WriteAllText(Path.Combine(folder["words"], "one.txt"), "damaged");
        await using Server server = new(_ => Response(200, Content));

        ConsoleException refusal = await Assert.ThrowsAsync<ConsoleException>(() => Get(folder, server));
        Assert.Equal((ExitCodes.Usage, $"{folder["words"]} holds other files with the names one.txt. Name another folder with --to, or replace them with --force."), (refusal.ExitCode, refusal.Message));
        Assert.Equal(["one.txt"], Directory.GetFileSystemEntries(folder["words"]).Select(Path.GetFileName));
        await Get(folder, server, force: true);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder["words"], "one.txt")));
    }

    [Fact]
    public void Published_AreTheDocumentedDataSets()
    {
        Assert.Equal(["cifar-10", "cifar-100", "fashion-mnist", "mnist"], PublishedDatasets.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(PublishedDatasets.All.Values.SelectMany(dataset => dataset.Files), file => Assert.Matches("^[0-9a-f]{32}$", file.Md5));
    }

    public static TheoryData<string, string> Failures() => new()
    {
        { "wrong", "is not the file that was published" },
        { "absent", "404" },
        { "truncated", "cannot be downloaded" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Download_WhenItFails_LeavesNothingBehind(string how, string words)
    {
        byte[] other = Encoding.ASCII.GetBytes("not what was published");
        using TemporaryFolder folder = new();
        await using Server server = new(_ => how switch
        {
            "wrong" => Response(200, other),
            "absent" => Response(404, []),
            _ => Response(200, Content, announced: 10_000),
        });

        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => Get(folder, server));
        Assert.Equal(ExitCodes.StudyFailed, failure.ExitCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Download_WhenNobodyAnswersInTime_SaysSoAndIsNotInterrupted()
    {
        using TemporaryFolder folder = new();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using Recorder recorder = new();
        using HttpClient http = new() { Timeout = TimeSpan.FromMilliseconds(100) };

        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(
            () => new DatasetDownload(http, recorder.Terminal, Published).Get("words", folder.Path, $"http://{silent.LocalEndpoint}/files", force: false, TestContext.Current.CancellationToken));
        Assert.Contains("cannot be downloaded: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0.1 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    private static async Task<string> Get(TemporaryFolder folder, Server server, bool force = false)
    {
        using Recorder recorder = new();
        using HttpClient http = new();
        await new DatasetDownload(http, recorder.Terminal, Published).Get("words", folder.Path, server.Address, force, TestContext.Current.CancellationToken);
        return recorder.Talk.ReplaceLineEndings("\n");
    }

    private static byte[] Response(int code, byte[] body, int? announced = null) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {code} Status\r\nContent-Length: {announced ?? body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    /// <summary>Answers every request with prepared bytes and closes the connection.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stopping = new();
        private readonly Task serving;

        public Server(Func<string, byte[]> respond)
        {
            listener.Start();
            serving = Serve(respond);
        }

        public string Address => $"http://{listener.LocalEndpoint}/files";

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await serving;
            listener.Stop();
            stopping.Dispose();
        }

        private async Task Serve(Func<string, byte[]> respond)
        {
            while (true)
            {
                try
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(stopping.Token);
                    await using NetworkStream stream = client.GetStream();
                    using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
                    string request = await reader.ReadLineAsync() ?? "";
                    while (await reader.ReadLineAsync() is { Length: > 0 })
                    {
                    }

                    await stream.WriteAsync(respond(Path.GetFileName(request.Split(' ')[1])));
                }
                catch (Exception e) when (e is OperationCanceledException or IOException)
                {
                    return;
                }
            }
        }
    }
}
