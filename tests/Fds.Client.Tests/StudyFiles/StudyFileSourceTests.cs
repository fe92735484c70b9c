using System.Text;
using Fds.Client.StudyFiles;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.StudyFiles;

/// <summary>Where study files are read from, and what is said of those that are none.</summary>
public sealed class StudyFileSourceTests
{
    [Fact]
    public async Task File_WhenItIsADash_IsStandardInput()
    {
        StudySubmission study = await Read("-", MalformedStudies.Good);
        Assert.Equal(("good", MalformedStudies.Good), (study.Specification.Name, study.File));

        ConsoleException refusal = await Assert.ThrowsAsync<ConsoleException>(() => Read("-", "kind: Study\n\tx: 1\n"));
        Assert.Equal("standard input is not a valid study, 1 fault:\nstandard input:2:1: found a tab; expected spaces: YAML is not indented with tabs.", refusal.Message);
    }

    [Fact]
    public async Task File_WhenItIsAFolder_IsRefusedWithTheStudiesInIt()
    {
        using TemporaryFolder folder = new();
        Assert.EndsWith("' is a folder, and holds no study file; expected a file.", await Refusal(folder.Path), StringComparison.Ordinal);

        File.WriteAllText(folder["b.yaml"], MalformedStudies.Good);
        File.WriteAllText(folder["a.yml"], MalformedStudies.Good);
        File.WriteAllText(folder["other.yaml"], "x: 1\n");
        File.WriteAllText(folder["notes.txt"], MalformedStudies.Good);
        Assert.Equal($"'{folder.Path}' is a folder, which holds the study files a.yml, b.yaml; expected one of them.", await Refusal(folder.Path));

        for (int i = 0; i < 9; i++)
        {
            File.WriteAllText(folder[$"c{i}.yaml"], MalformedStudies.Good);
        }

        Assert.EndsWith("c0.yaml, c1.yaml, c2.yaml, c3.yaml, c4.yaml, c5.yaml and 3 more; expected one of them.", await Refusal(folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("study", "study.yaml")]
    [InlineData("studi.yaml", "study.yaml")]
    public async Task File_WhenItIsAbsentAndOneIsNear_NamesThatOne(string asked, string there)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[there], MalformedStudies.Good);

        Assert.Equal($"the study file '{folder[asked]}' cannot be read: there is no such file. Did you mean '{folder[there]}'?", await Refusal(folder[asked]));
    }

    [Fact]
    public async Task File_InOtherEncodings_IsReadOrRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder["study.yaml"];
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            File.WriteAllText(path, MalformedStudies.Good, encoding);
            Assert.Equal("good", (await Read(path)).Specification.Name);
        }

        File.WriteAllBytes(path, new UnicodeEncoding(false, false).GetBytes(MalformedStudies.Good));
        Assert.EndsWith(":1:2: found the control character U+0000; expected a text file in UTF-8.", await Refusal(path), StringComparison.Ordinal);

        File.WriteAllText(path, MalformedStudies.Good + "\n# café", Encoding.Latin1);
        Assert.Equal("good", (await Read(path)).Specification.Name);
        File.WriteAllText(path, MalformedStudies.Good.Replace("name: glyphs", "name: images\n    path: café", StringComparison.Ordinal), Encoding.Latin1);
        Assert.EndsWith("study.yaml:8:11: found 'caf\ufffd', with bytes that are no character; expected a text file in UTF-8.", await Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_WhenReadingItIsInterrupted_IsNotWaitedFor()
    {
        using CancellationTokenSource interruption = new(TimeSpan.FromMilliseconds(50));
        using ManualResetEventSlim never = new();
        using Recorder recorder = new();
        Terminal terminal = recorder.Terminal with { OpenInput = () => { never.Wait(TestContext.Current.CancellationToken); return Stream.Null; } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StudyFileSource.Read("-", terminal, interruption.Token));
        never.Set();
    }

    private static async Task<string> Refusal(string path)
    {
        ConsoleException refusal = await Assert.ThrowsAsync<ConsoleException>(() => Read(path));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        return refusal.Message;
    }

    private static async Task<StudySubmission> Read(string path, string input = "")
    {
        using Recorder recorder = new();
        return await StudyFileSource.Read(path, recorder.Terminal with { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)) }, TestContext.Current.CancellationToken);
    }
}
