using System.Diagnostics;
using Fds.Client.Results;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Results;

/// <summary>Nothing is overwritten that this program did not write, and no study's results replace another's.</summary>
public sealed class ResultFolderClaimTests : IDisposable
{
    private static readonly StudySubmission First = Study(MalformedStudies.Good);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Claim_WhenTheFolderHasFilesOfTheUsers_NamesThemAndChangesNothing()
    {
        File.WriteAllText(folder["study.yaml"], "# mine");
        File.WriteAllText(folder["result.json"], "{}");
        File.WriteAllText(folder["notes.txt"], "mine");

        Assert.Equal(
            $"the results of 'good' cannot go to {folder.Path}: these files were not written by fds, or were changed since: study.yaml, result.json. Name another folder with --to, or replace what is there with --force.",
            Refusal(First));
        Assert.Equal(["notes.txt", "result.json", "study.yaml"], Names());

        Write(First, force: true);
        Assert.Equal(MalformedStudies.Good, File.ReadAllText(folder["study.yaml"]));
        Assert.Equal("mine", File.ReadAllText(folder["notes.txt"]));
    }

    [Fact]
    public void Claim_WhenAnotherStudysResultsAreThere_KeepsThem()
    {
        Write(First);
        string before = File.ReadAllText(folder["result.json"]);
        StudySubmission second = Study(Changed("name: good", "name: second"));

        Assert.Contains($"cannot go to {folder.Path}: it holds the study 'good', not 'second'. Name another folder with --to, or replace", Refusal(second), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder["result.json"]));
        Write(second, force: true);
        Assert.Equal(second.File, File.ReadAllText(folder["study.yaml"]));
    }

    [Fact]
    public void Claim_WhenAnotherStudyOfThatNameWasThere_ShowsTheFieldsThatDiffer()
    {
        Write(First);
        StudySubmission other = Study(Changed("steps: 4", "steps: 5"));

        Assert.Contains("it holds results of another study named 'good', which differs in spec.outer.steps: 4 -> 5. Name another folder", Refusal(other), StringComparison.Ordinal);
        Claim(other, anew: true);
    }

    [Fact]
    public void Claim_OfTheSameStudyInOtherWords_GoesOn()
    {
        Write(First);
        Write(Study("# a comment\n" + Changed("batchSize: 32\n    epochs: 2", "epochs: 2\n    batchSize: 32")));
    }

    [Fact]
    public void Claim_WhenAFileWasChangedSince_KeepsIt()
    {
        Write(First);
        File.AppendAllText(folder["trials.csv"], "a line of my own\n");

        Assert.Contains("or were changed since: trials.csv.", Refusal(First), StringComparison.Ordinal);
        Assert.EndsWith("a line of my own\n", File.ReadAllText(folder["trials.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhenAFileHasComeMeanwhile_KeepsItAndWritesNothing()
    {
        ResultFolder claimed = Claim(First);
        File.WriteAllText(folder["curves.csv"], "mine");

        Assert.Contains("curves.csv", Assert.Throws<ConsoleException>(() => claimed.Write(Result(First))).Message, StringComparison.Ordinal);
        Assert.Equal([".fds-results.json", "curves.csv"], Names());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Claim_WhenAFileIsALink_LeavesWhatItLeadsToAlone(bool force)
    {
        using TemporaryFolder elsewhere = new();
        File.WriteAllText(elsewhere["precious"], "mine");
        File.CreateSymbolicLink(folder["result.json"], elsewhere["precious"]);
        File.CreateSymbolicLink(folder["study.yaml"], elsewhere["absent"]);

        if (force)
        {
            Write(First, force: true);
        }
        else
        {
            Assert.Contains("study.yaml, result.json", Refusal(First), StringComparison.Ordinal);
        }

        Assert.Equal("mine", File.ReadAllText(elsewhere["precious"]));
        Assert.False(File.Exists(elsewhere["absent"]));
    }

    [Fact]
    public void Claim_WhenAFolderIsInTheWay_IsRefusedEvenByForce()
    {
        Directory.CreateDirectory(folder["result.json"]);
        Assert.Contains("it has folders with the names of result files: result.json. Name another folder with --to.", Refusal(First, force: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_WhenTheStateFolderIsSomebodyElses_IsRefusedEvenByForce()
    {
        Directory.CreateDirectory(folder[".state"]);
        File.WriteAllText(folder[".state/of-an-editor"], "");
        Assert.Contains("its folder .state was not made by fds. Name another folder with --to.", Refusal(First, force: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_OfAFolderFromBeforeThereWasAMarker_IsByItsSummary()
    {
        Write(First);
        File.Delete(folder[".fds-results.json"]);

        Assert.Contains("it holds the study 'good'", Refusal(Study(Changed("name: good", "name: second"))), StringComparison.Ordinal);
        Write(First);
    }

    [Fact]
    public void Claim_OfAnInterruptedRunFromBeforeThereWasAMarker_IsByItsState()
    {
        Directory.CreateDirectory(folder[".state/study"]);
        File.WriteAllText(folder[".state/.lock"], "");
        File.WriteAllText(folder[".state/study/study%2Fgood-hd.state"], "");
        File.WriteAllText(folder[".state/study/study%2Fgood.state"], "");

        Assert.Contains("it holds the study 'good'", Refusal(Study(Changed("name: good", "name: second"))), StringComparison.Ordinal);
        Claim(First);
    }

    [Fact]
    public void Write_WhenTheLastOneWasCutOff_ReplacesAllOfIt()
    {
        Write(First);
        ResultMarker marker = ResultMarker.Of(folder.Path)!;
        File.WriteAllText(folder[".fds-results.json"], (marker with { Replacing = true }).ToJson());
        File.Delete(folder["result.json"]);
        File.WriteAllText(folder["curves.csv"], "of before");
        Directory.CreateDirectory(folder[".fds-results.new"]);

        Write(First);
        Assert.False(ResultMarker.Of(folder.Path)!.Replacing);
        Assert.NotEqual("of before", File.ReadAllText(folder["curves.csv"]));
        Assert.False(Directory.Exists(folder[".fds-results.new"]));
    }

    [Fact]
    public void Write_WhenTheDiskIsFull_SaysSoAndLeavesTheResultsOfBefore()
    {
        string disk = folder["disk"];
        Directory.CreateDirectory(disk);
        if (!System("mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", disk))
        {
            Assert.Skip("A small disk cannot be made here: mounting one takes root.");
        }

        try
        {
            ResultFolder claimed = ResultFolder.Claim(disk, First, Mode());
            claimed.Write(Result(First));
            string[] before = [.. Directory.GetFiles(disk).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
            using (FileStream filler = File.Create(Path.Combine(disk, "filler")))
            {
                Assert.Throws<IOException>(() => filler.Write(new byte[96 * 1024]));
            }

            ConsoleException refusal = Assert.Throws<ConsoleException>(() => claimed.Write(Result(First)));
            Assert.Equal(ExitCodes.StudyFailed, refusal.ExitCode);
            Assert.StartsWith($"the results of 'good' cannot be written to {disk}: the disk {disk} (tmpfs, 0.0 of 96.0 KiB free) is full. The study keeps what it learned", refusal.Message, StringComparison.Ordinal);
            File.Delete(Path.Combine(disk, "filler"));
            Assert.Equal(before, Directory.GetFiles(disk).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        }
        finally
        {
            Assert.True(System("umount", disk));
        }
    }

    [Fact]
    public void Claim_WhereNothingCanBeWritten_SaysSo()
    {
        ConsoleException refusal = Assert.Throws<ConsoleException>(() => ResultFolder.Claim("/proc/self/task", First, Mode()));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.StartsWith("the results of 'good' cannot be written to /proc/self/task: ", refusal.Message, StringComparison.Ordinal);
    }

    private static bool System(string program, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static ClaimMode Mode(bool force = false, bool anew = false) => new(force, anew, ClaimMode.Replace);

    private static StudySubmission Study(string file) => new() { File = file, Specification = StudyFileReader.Read(file, "study.yaml").Specification! };

    private static string Changed(string before, string after) => MalformedStudies.Good.Replace(before, after, StringComparison.Ordinal);

    private static StudyResult Result(StudySubmission study) => Samples.Result() with { Submission = study, Status = Samples.Result().Status with { Name = study.Specification.Name } };

    private ResultFolder Claim(StudySubmission study, bool anew = false, bool force = false) => ResultFolder.Claim(folder.Path, study, Mode(force, anew));

    private void Write(StudySubmission study, bool force = false) => Claim(study, force: force).Write(Result(study));

    private string Refusal(StudySubmission study, bool force = false) => Assert.Throws<ConsoleException>(() => Claim(study, force: force)).Message;

    private string[] Names() => [.. Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
