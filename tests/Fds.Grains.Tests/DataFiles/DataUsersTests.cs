using Fds.Contracts.Studies;
using Fds.Grains.DataFiles;
using Fds.Grains.Tests.Studies;
using Xunit;

namespace Fds.Grains.Tests.DataFiles;

public sealed class DataUsersTests
{
    [Theory]
    [InlineData("table", "x.csv", "x.csv", true)]
    [InlineData("table", "./sub//x.csv", "sub/x.csv", true)]
    [InlineData("table", "x.csv", "x.csv.gz", false)]
    [InlineData("images", "photos", "photos/train/cat/1.png", true)]
    [InlineData("images", "photos", "photos2/1.png", false)]
    [InlineData("table", "/srv/x.csv", "srv/x.csv", false)]
    [InlineData("mnist", null, "mnist/train-images-idx3-ubyte.gz", true)]
    [InlineData("fashion-mnist", null, "FashionMNIST/raw/x.gz", true)]
    [InlineData("cifar-10", null, "cifar-10-binary.tar.gz", true)]
    [InlineData("mnist", null, "x.csv", false)]
    public void Data_OfAStudy_AreFilesAtAndBelowItsPath_OrFoundByName(string name, string? path, string file, bool reads)
    {
        StudySpecification study = TestStudies.Specification();
        Assert.Equal(reads && path is not null && path != file && name == "images", DataUsers.ReadsFolderOf(study with { Data = study.Data with { Name = name, Path = path } }, file));
        Assert.Equal(reads, DataUsers.Reads(study with { Data = study.Data with { Name = name, Path = path } }, file));
    }

    [Fact]
    public void Model_OfAStudy_IsItsFile_AndOfAModuleAllThatIsBesideIt()
    {
        StudySpecification study = TestStudies.Specification();
        study = study with { Data = new() { Name = "glyphs" } };
        StudySpecification script = study with { Model = new() { Name = ModelSpecification.TorchScript, Path = "nets/net.pt" } };
        StudySpecification module = study with { Model = new() { Name = ModelSpecification.Module, Path = "nets/net.dll" } };

        Assert.Equal([true, false], ((string[])["nets/net.pt", "nets/other.pt"]).Select(file => DataUsers.Reads(script, file)));
        Assert.Equal([true, true, false], ((string[])["nets/net.dll", "nets/needed.dll", "needed.dll"]).Select(file => DataUsers.Reads(module, file)));
    }
}
