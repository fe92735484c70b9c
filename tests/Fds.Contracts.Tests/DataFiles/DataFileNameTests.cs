using Fds.Contracts.DataFiles;
using Xunit;

namespace Fds.Contracts.Tests.DataFiles;

public sealed class DataFileNameTests
{
    [Theory]
    [InlineData("x.csv")]
    [InlineData("tables/2026/x.csv")]
    [InlineData("größe mit lücke.pt")]
    [InlineData("a..b/c.")]
    public void Name_ThatStaysInTheFolder_IsTaken(string path) => Assert.Null(DataFileName.Complaint(path));

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("/etc/passwd", "must be relative to that folder, but is '/etc/passwd'")]
    [InlineData("../x", "Remove every '..'")]
    [InlineData("a/../../x", "Remove every '..'")]
    [InlineData("a/..", "Remove every '..'")]
    [InlineData("./x", "neither begin with '.'")]
    [InlineData(".fds-put-silo-1", "neither begin with '.'")]
    [InlineData("a/.hidden", "neither begin with '.'")]
    [InlineData("a//b", "must consist of names between '/'")]
    [InlineData("a/", "must consist of names between '/'")]
    [InlineData("a\\..\\b", "nor hold '\\'")]
    [InlineData("a\nb", "but is 'a?b'")]
    [InlineData("a\u202eb", "but is 'a?b'")]
    [InlineData("a\0b", "but is 'a?b'")]
    public void Name_ThatDoesNot_IsRefusedInWords(string path, string words) => Assert.Contains(words, DataFileName.Complaint(path), StringComparison.Ordinal);

    [Fact]
    public void Name_AtEachLimit_IsTakenAndBeyondRefused()
    {
        Assert.Null(DataFileName.Complaint(new string('x', 255)));
        Assert.Contains("at most 1024 bytes, and 255 between", DataFileName.Complaint(new string('x', 256)), StringComparison.Ordinal);
        Assert.Contains("at most", DataFileName.Complaint(new string('ß', 128)), StringComparison.Ordinal);
        string longest = string.Join('/', Enumerable.Repeat(new string('x', 127), 8));
        Assert.Null(DataFileName.Complaint(longest + "x"));
        Assert.NotNull(DataFileName.Complaint(longest + "/x"));
    }
}
