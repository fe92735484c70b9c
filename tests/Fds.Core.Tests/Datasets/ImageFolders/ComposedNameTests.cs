using Fds.Core.Datasets.ImageFolders;
using Xunit;

namespace Fds.Core.Tests.Datasets.ImageFolders;

public sealed class ComposedNameTests
{
    /// <summary>A name composed and decomposed, as Unicode's forms NFC and NFD have them.</summary>
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u00c5ngstr\u00f6m", "A\u030angstro\u0308m")]
    [InlineData("Vi\u1ec7t", "Vie\u0323\u0302t")]
    [InlineData("\u1ebf", "e\u0302\u0301")]
    [InlineData("\u304c\u30d1", "\u304b\u3099\u30cf\u309a")]
    [InlineData("\ud55c\uae00\uac00", "\u1112\u1161\u11ab\u1100\u1173\u11af\u1100\u1161")]
    [InlineData("\u0439\u0451", "\u0438\u0306\u0435\u0308")]
    [InlineData("\u1f82", "\u03b1\u0313\u0300\u0345")]
    [InlineData("e\u0316\u0301x", "e\u0316\u0301x")]
    public void Name_InEitherForm_IsTheSame(string composed, string decomposed)
    {
        Assert.Equal(ComposedName.Of(composed), ComposedName.Of(decomposed));
        if (composed != decomposed)
        {
            Assert.Equal(composed, ComposedName.Of(composed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0301a")]
    [InlineData("\ud83d\ude00\u0301")]
    [InlineData("\ufffd")]
    public void Name_WithNothingToCompose_StaysAsItIs(string name) => Assert.Equal(name, ComposedName.Of(name));

    [Fact]
    public void Names_ThatDiffer_StayDifferent()
    {
        string[] names = ["e", "\u00e9", "\u00e8", "e\u0302", "e\u0316"];

        Assert.Equal(names.Length, names.Select(ComposedName.Of).Distinct().Count());
    }
}
