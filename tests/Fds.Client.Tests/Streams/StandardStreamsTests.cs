using System.Diagnostics;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Streams;

/// <summary>The console's program with standard streams that are closed, full, or read by nobody.</summary>
public sealed class StandardStreamsTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "fds-console");

    [Theory]
    [InlineData("version >&-", 0, "")]
    [InlineData("version <&- >&- 2>&-", 0, "")]
    [InlineData("list -o xml 2>&-", 2, "")]
    [InlineData("list -o xml 2>/dev/full", 2, "")]
    [InlineData("version >/dev/full", 1, "fds: standard output cannot be written: no space is left on its device.\n")]
    [InlineData("--help >/dev/full", 1, "fds: standard output cannot be written: no space is left on its device.\n")]
    [InlineData("validate --file-only -f - <&-", 2, "fds: the study file 'standard input' cannot be read: it is closed.\n")]
    public async Task Console_WhenAStreamIsNotThere_EndsWellOrSaysSo(string arguments, int code, string talk) =>
        Assert.Equal((code, talk), await Shell($"\"$0\" {arguments}"));

    [Theory]
    [InlineData("\"$0\" version | true; exit ${PIPESTATUS[0]}", 141)]
    [InlineData("\"$0\" --help | cat > /dev/null; exit ${PIPESTATUS[0]}", 0)]
    [InlineData("\"$0\" list -o xml 2>&1 | true; exit ${PIPESTATUS[0]}", 141)]
    public async Task Console_WhenNobodyReadsIt_EndsAndSaysNothing(string script, int code)
    {
        // The reader has gone before the console writes, which takes longer to start than 'true' to end.
        Assert.Equal((code, ""), await Shell(script));
    }

    [Fact]
    public async Task Console_WhenTwoWriteToOneFile_NeitherOverwritesTheOther()
    {
        using TemporaryFolder folder = new();
        await Shell($"{{ \"$0\" version; \"$0\" version; }} > {folder["out"]}; \"$0\" version >> {folder["out"]}");

        Assert.Equal(3, File.ReadLines(folder["out"]).Count(line => line.StartsWith("fds ", StringComparison.Ordinal)));
    }

    private static async Task<(int Code, string Talk)> Shell(string script)
    {
        ProcessStartInfo info = new("bash") { ArgumentList = { "-c", script, Program }, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        process.StandardInput.Close();
        Task<string> talk = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await talk);
    }
}
