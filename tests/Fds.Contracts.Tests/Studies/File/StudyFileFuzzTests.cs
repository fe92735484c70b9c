using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Fds.Testing.Fuzz;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>Ten thousand study files that something happened to: each is a study, or every fault says where it is and what is allowed.</summary>
public sealed class StudyFileFuzzTests
{
    private const int Inputs = 10_000;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>What no message to people has in it.</summary>
    private static readonly string[] Internals = ["   at ", "Exception", "System.", "YamlDotNet", "Fds.Contracts", "(Parameter", "Line: "];

    private static readonly string[] Good =
    [
        MalformedStudies.Good,
        .. Directory.GetFiles(Path.Combine(SharedFolder.Checkout, "studies"), "*.yaml").Order(StringComparer.Ordinal).Select(System.IO.File.ReadAllText),
    ];

    [Fact]
    public async Task AnyFile_WhenRead_IsAStudyOrEveryFaultSaysWhereItIs()
    {
        int valid = 0;
        int tried = await FuzzRun.Over(Inputs, Bound, random =>
        {
            string text = StudyMutation.Draw(random, Good);
            try
            {
                valid += Check(text) ? 1 : 0;
            }
            catch (Exception e)
            {
                throw new FuzzException($"{e.Message}{Environment.NewLine}The file:{Environment.NewLine}{text}", e);
            }

            return Task.CompletedTask;
        });

        TestContext.Current.SendDiagnosticMessage("{0} files were tried, of which {1} are studies.", tried, valid);
        Assert.True(tried is 1 or >= 500, $"Only {tried} files were tried in the time.");
    }

    private static bool Check(string text)
    {
        StudyFileReading reading = StudyFileReader.Read(text, "fuzz.yaml");
        Assert.Equal(reading.Faults.IsEmpty, reading.IsValid);
        int lines = text.Split(["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"], StringSplitOptions.None).Length;
        foreach (StudyFault fault in reading.Faults)
        {
            Assert.InRange(fault.Line, 1, lines + 1);
            Assert.InRange(fault.Column, 1, text.Length + 1);
            Assert.NotEmpty(fault.Message);
            Assert.NotEmpty(fault.Found);
            Assert.True(fault.Path.Length > 0 || reading.Faults.Length == 1 || fault.Message == "expected the name of a field.", $"Only what makes a file unreadable has no field, but so has: {fault}");
            Assert.DoesNotContain(fault.ToString(), c => char.IsControl(c) || c is '\u2028' or '\u2029');
            Assert.All(Internals, word => Assert.DoesNotContain(word, $"{fault.Found} {fault.Message}", StringComparison.Ordinal));
        }

        return reading.IsValid;
    }
}
