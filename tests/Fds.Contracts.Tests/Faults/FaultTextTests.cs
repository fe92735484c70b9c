using Fds.Contracts.Faults;
using Xunit;

namespace Fds.Contracts.Tests.Faults;

/// <summary>What people are shown of faults.</summary>
public sealed class FaultTextTests
{
    private const string Torch =
        """
        mat1 and mat2 shapes cannot be multiplied (32x1008 and 784x128)
        Exception raised from meta at /pytorch/aten/src/ATen/native/LinearAlgebra.cpp:219 (most recent call first):
        frame #0: c10::Error::Error(c10::SourceLocation, std::string) + 0x96 (0x7f1c2a5e3d36 in libc10.so)
        frame #1: c10::detail::torchCheckFail(char const*, char const*, unsigned int, std::string const&) + 0x68
        """;

    [Fact]
    public void OneLine_OfLibtorch_EndsBeforeItsFrames() => Assert.Equal("mat1 and mat2 shapes cannot be multiplied (32x1008 and 784x128)", FaultText.OneLine(Torch));

    [Fact]
    public void OneLine_OfAStorage_IsItsWordsWithoutTheStackTrace() => Assert.Equal(
        "Error from storage provider: No space left on device : 'study.state'",
        FaultText.OneLine("Error from storage provider:\n No space left on device : 'study.state'\n   at System.IO.RandomAccess.Write()\n   at Fds.Grains.Storage.Write()"));

    [Theory]
    [InlineData("one line", "one line")]
    [InlineData("  \n first\r\n second", "first")]
    [InlineData("", "")]
    public void Reason_IsTheFirstLine(string message, string reason) => Assert.Equal(reason, FaultText.Reason(message));

    [Fact]
    public void Reason_OfALongMessage_KeepsTheSentencesThatHaveRoom()
    {
        string first = $"CUDA out of memory. Tried to allocate {new string('9', 100)} GiB.";
        Assert.Equal(first, FaultText.Reason($"{first} {new string('x', 400)}. And more."));
        Assert.Equal(new string('y', 500), FaultText.Reason(new string('y', 500)));
    }

    [Theory]
    [InlineData("Failed to convert configuration value 'abc' at 'Fds:Slots' to type 'System.Int32'.", true)]
    [InlineData("Could not find a codec for type Fds.Grains.Storage.StateFolderException", true)]
    [InlineData("A StateFolderException was thrown", true)]
    [InlineData("words\n   at Fds.Client.Program.Main(String[] args) in Program.cs:line 3", true)]
    [InlineData("words\nframe #12: main", true)]
    [InlineData("The state folder /srv/Fds.Silo/state is in use by another process. Stop that one first.", false)]
    [InlineData("Fds:Slots must be a whole number from 0 to 1024, but is 'abc'.", false)]
    [InlineData("no silo is at 127.0.0.1 at all (see above)", false)]
    public void Internals_AreFoundAndPathsAndSettingsAreNot(string text, bool internals) => Assert.Equal(internals, FaultText.ShowsInternals(text));

    [Fact]
    public void Plain_OfAnExceptionInTheProgramsOwnTerms_IsNothing()
    {
        Assert.Null(FaultText.Plain(new InvalidCastException("Unable to cast object of type 'System.String' to type 'System.Int32'.")));
        Assert.Equal("The given key was not present", FaultText.Plain(new KeyNotFoundException("The given key was not present.")));
    }
}
