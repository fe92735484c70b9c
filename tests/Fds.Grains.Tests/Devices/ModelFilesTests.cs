using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Datasets;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Numerics;
using Fds.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Fds.Grains.Tests.Devices;

/// <summary>Where the files of users' networks may lie.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly string data;

    public ModelFilesTests()
    {
        data = Directory.CreateDirectory(root["data"]).FullName;
        File.WriteAllText(Path.Combine(data, "net.pt"), "");
        File.WriteAllText(root["secret.pt"], "");
        File.CreateSymbolicLink(Path.Combine(data, "out.pt"), root["secret.pt"]);
        File.CreateSymbolicLink(Path.Combine(data, "in.pt"), Path.Combine(data, "net.pt"));
    }

    [Theory]
    [InlineData("net.pt")]
    [InlineData("in.pt")]
    public void File_InTheDataFolder_IsLocatedWhereItLies(string path) =>
        Assert.Equal(DataBoundary.Real(Path.Combine(data, "net.pt")), Subject().Locate(Study(path)).Model.Path);

    [Theory]
    [InlineData("../secret.pt", "model.path must stay in the data folder")]
    [InlineData("/etc/passwd", "model.path must be relative to the data folder")]
    [InlineData("out.pt", "outside the data folder")]
    [InlineData(null, "model.path names no file")]
    public void File_ThatStudiesMayNotRead_IsRefused(string? path, string reason) =>
        Assert.Contains(reason, Assert.Throws<OutsideDataFolderException>(() => Subject().Locate(Study(path))).Message, StringComparison.Ordinal);

    [Fact]
    public void File_ThatIsAbsent_MayBeOnAnotherSilo()
    {
        ModelFileException absent = Assert.Throws<ModelFileException>(() => Subject().Locate(Study("absent.pt")));

        Assert.StartsWith("model.path is absent.pt: there is no such file in the data folder", absent.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(data, absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_OnASiloOfOnesOwn_MayBeAnywhere()
    {
        Assert.Equal(root["secret.pt"], Subject(readAnywhere: true).Locate(Study(root["secret.pt"])).Model.Path);
        Assert.Null(Subject().Complaint(TestStudies.Specification()));
    }

    /// <summary>Another silo may allow what this one does not; whatever the file is, it is not looked at.</summary>
    [Fact]
    public void Module_WhereAssembliesAreNotAllowed_IsNotLocated()
    {
        ModelFileException refusal = Assert.Throws<ModelFileException>(() => Subject(readAnywhere: true).Locate(Module()));

        Assert.Equal(
            "model.name is module, but this silo loads no .NET assemblies: their code has all of its rights. Whoever runs it can allow them by the setting Fds:AllowAssemblies=true, on this machine by Fds__AllowAssemblies=true in the environment.",
            refusal.Message);
    }

    [Fact]
    public void Module_WhereAssembliesAreAllowed_IsLocatedInTheDataFolderAlone()
    {
        File.WriteAllText(Path.Combine(data, "net.dll"), "");
        ModelFiles subject = new(Options.Create(new FdsSiloOptions { Data = data, AllowAssemblies = true }));

        Assert.Equal(DataBoundary.Real(Path.Combine(data, "net.dll")), subject.Locate(Module()).Model.Path);
        Assert.Throws<OutsideDataFolderException>(() => subject.Locate(Module("../secret.pt")));
    }

    [Fact]
    public void Identity_OfAFileThatIsNoAssembly_SaysSo()
    {
        File.WriteAllText(root["net.dll"], "no assembly");

        FdsException fault = Assert.Throws<FdsException>(() => SpecificationTranslation.Identity(Module(root["net.dll"])));

        Assert.Equal("model.path is net.dll: the file is no .NET assembly.", fault.Message);
    }

    public void Dispose() => root.Dispose();

    private static StudySpecification Study(string? path) => TestStudies.Specification() with { Model = new() { Name = ModelSpecification.TorchScript, Path = path } };

    private static StudySpecification Module(string path = "net.dll") => TestStudies.Specification() with { Model = new() { Name = ModelSpecification.Module, Path = path } };

    private ModelFiles Subject(bool readAnywhere = false) => new(Options.Create(new FdsSiloOptions { Data = data, ReadAnywhere = readAnywhere }));
}
