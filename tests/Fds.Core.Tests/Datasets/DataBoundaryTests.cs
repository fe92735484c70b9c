using Fds.Core.Datasets;
using Xunit;

namespace Fds.Core.Tests.Datasets;

/// <summary>Paths and links that lead out of the data folder, and those that do not.</summary>
public sealed class DataBoundaryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data;
    private readonly string outside;

    public DataBoundaryTests()
    {
        data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        outside = Directory.CreateDirectory(Path.Combine(folder.Path, "outside")).FullName;
        Directory.CreateDirectory(Path.Combine(data, "inside"));
        File.WriteAllText(Path.Combine(outside, "file"), "secret");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("images", null)]
    [InlineData("a/b..c/..d", null)]
    [InlineData("/etc", "data.path must be relative to the data folder, but is '/etc'.")]
    [InlineData("..", "data.path must stay in the data folder, but is '..'.")]
    [InlineData("a/../b", "data.path must stay in the data folder, but is 'a/../b'.")]
    public void Path_ByItsText(string path, string? complaint)
    {
        if (complaint is null)
        {
            Assert.Null(DataBoundary.Complaint(path));
        }
        else
        {
            Assert.StartsWith(complaint, DataBoundary.Complaint(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Path_InsideTheFolder_MayBeRead()
    {
        Directory.CreateSymbolicLink(Path.Combine(data, "link"), "inside");
        DataBoundary.Require(Path.Combine(data, "inside"), data);
        DataBoundary.Require(Path.Combine(data, "link"), data);
    }

    [Fact]
    public void Folder_ThatIsItselfALink_IsTheBoundaryWhereItLeads()
    {
        string link = Path.Combine(folder.Path, "mounted");
        Directory.CreateSymbolicLink(link, data);
        DataBoundary.Require(Path.Combine(link, "inside"), link);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link/file")]
    [InlineData("inside")]
    [InlineData("chain")]
    public void Link_OutOfTheFolder_IsRefused(string path)
    {
        Directory.CreateSymbolicLink(Path.Combine(data, "link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(data, "chain"), "link");
        File.CreateSymbolicLink(Path.Combine(data, "inside", "deep"), "../../outside/file");

        OutsideDataFolderException refusal = Assert.Throws<OutsideDataFolderException>(() => DataBoundary.Require(Path.Combine(data, path), data));
        Assert.Contains($"leads to {outside}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"outside the data folder {data}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_ThatLeadsUpFromWhereAnotherHasLed_IsFollowedAsTheSystemDoes()
    {
        // By its text, sideways/../inside is data/inside; in truth it is beside the folder that sideways leads to.
        Directory.CreateDirectory(Path.Combine(folder.Path, "far", "near"));
        Directory.CreateSymbolicLink(Path.Combine(data, "sideways"), Path.Combine(folder.Path, "far", "near"));
        Directory.CreateSymbolicLink(Path.Combine(data, "sly"), "sideways/../inside");

        OutsideDataFolderException refusal = Assert.Throws<OutsideDataFolderException>(() => DataBoundary.Require(Path.Combine(data, "sly"), data));
        Assert.Contains($"leads to {Path.Combine(folder.Path, "far", "inside")}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sibling_WhoseNameBeginsAlike_IsOutside()
    {
        string sibling = Directory.CreateDirectory(data + "2").FullName;
        Assert.Throws<OutsideDataFolderException>(() => DataBoundary.Require(sibling, data));
    }

    [Fact]
    public void Links_InACircle_AreRefused()
    {
        File.CreateSymbolicLink(Path.Combine(data, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(data, "b"), "a");
        Assert.Throws<OutsideDataFolderException>(() => DataBoundary.Require(Path.Combine(data, "a"), data));
    }

    [Theory]
    [InlineData("mnist", "mnist")]
    [InlineData("cifar-10", "cifar-10-batches-bin")]
    [InlineData("cifar-100", "cifar-100-binary")]
    [InlineData("images", "images")]
    public void Load_WhenConfined_RefusesLinksFoundByNameAndPathsAlike(string name, string found)
    {
        Directory.CreateSymbolicLink(Path.Combine(data, found), outside);

        Assert.Throws<OutsideDataFolderException>(() => DatasetLoader.Load(name, null, data, confined: true));
        Assert.Throws<OutsideDataFolderException>(() => DatasetLoader.Load(name, found, data, confined: true));
        Assert.Throws<OutsideDataFolderException>(() => DatasetLoader.Load(name, outside, data, confined: true));
        Assert.Throws<DatasetException>(() => DatasetLoader.Load(name, outside, data));
    }

    [Fact]
    public void Load_WhenConfinedAndThereIsNoDataFolder_ReadsNothing() =>
        Assert.Contains("no data folder", Assert.Throws<DatasetException>(() => DatasetLoader.Load("images", "images", null, confined: true)).Message, StringComparison.Ordinal);
}
