using Fds.Core.Runtime;
using Fds.Core.Tests.Datasets;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class NativeLibraryDiagnosisTests
{
    private const string LibraryName = "libLibTorchSharp.so";

    [Fact]
    public void Describe_OfAFolderWithoutTheLibrary_NamesItAndTheFix()
    {
        using TemporaryFolder folder = new();

        string message = NativeLibraryDiagnosis.Describe(folder.Path);

        Assert.StartsWith($"Tensors need the native library {LibraryName}, but it is neither of ", message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "runtimes", "linux-x64", "native", LibraryName), message, StringComparison.Ordinal);
        Assert.Contains("Build again with ./fds, or publish for linux-x64", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LibraryName)]
    [InlineData("runtimes/linux-x64/native/" + LibraryName)]
    public void Describe_OfALibraryThatIsNone_SaysThatItDoesNotLoad(string name)
    {
        using TemporaryFolder folder = new();
        string library = folder.Write(name, "This is no library."u8.ToArray());
        folder.Write(name.Replace(LibraryName, "libtorch_cpu.so", StringComparison.Ordinal), "Neither is this."u8.ToArray());

        string message = NativeLibraryDiagnosis.Describe(folder.Path);

        Assert.StartsWith($"Tensors need the native library {library}, but it does not load: ", message, StringComparison.Ordinal);
        Assert.Contains("build again with ./fds on this host", message, StringComparison.Ordinal);
    }
}
