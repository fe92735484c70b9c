using System.Text;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Arrays;
using Fds.Core.Datasets.Tables;

using Xunit;

namespace Fds.Core.Tests.Datasets.Tables;

public sealed class TableFileTests : IDisposable
{
    private const string Houses = "size,city,rooms,price\n10,\"Rome, centre\",1,100\n20,Oslo,2,300\n30,Oslo,3,200\n40,\"Rome, centre\",4,400\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_OfNumbersAndCategories_StandardisesByTheTrainingRows()
    {
        ArrayDataset read = Load(Houses, new() { Target = "price", Categories = ["city"], TestFraction = 0.25 });

        Assert.Equal((3, 1), (read.TrainingCount, read.TestCount));
        Assert.Equal([4L], read.Form.Input);
        Assert.Null(read.Form.Classes);
        double[] training = read.Inputs.Training.Real;
        double[] sizes = Column(training, 0);
        Assert.Equal(0, sizes.Sum(), 12);
        Assert.Equal(3, sizes.Sum(value => value * value), 12);
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(1, Column(training, 1)[row] + Column(training, 2)[row], 12));
        Assert.Equal(0, read.Targets.Training.Real.Sum(), 12);
        Assert.Equal(3, read.Targets.Training.Real.Sum(value => value * value), 12);
        Assert.Equal("price", read.Scale!.Name);
        double[] prices = [.. read.Targets.Training.Real.Concat(read.Targets.Test.Real).Select(value => (value * read.Scale.StandardDeviation) + read.Scale.Mean).Order()];
        Assert.Equal([100, 200, 300, 400], prices.Select(price => Math.Round(price, 9)));

        double[] Column(double[] numbers, int column) => [.. Enumerable.Range(0, 3).Select(row => numbers[(row * 4) + column])];
    }

    /// <summary>The mean of 0.1 many times is not 0.1 in binary; the column is 0 all the same, and keeps its unit.</summary>
    [Fact]
    public void Load_OfAColumnThatNeverVaries_MakesItZero()
    {
        ArrayDataset read = Load($"a,b\n{string.Concat(Enumerable.Range(0, 700).Select(row => $"0.1,{row}\n"))}", new() { TestFraction = 0.1 });

        Assert.All(read.Inputs.Training.Real.Concat(read.Inputs.Test.Real), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Load_OfATargetAmongTheCategories_HasItsClassesInOrder()
    {
        ArrayDataset read = Load(Houses, new() { Target = "city", Categories = ["city"], Ignored = ["price"], TestFraction = 0.25 });

        Assert.Equal(["Oslo", "Rome, centre"], read.ClassSizes().Select(size => size.Name));
        Assert.Equal((2, 1), (read.Form.Classes!.Value, read.Form.Targets));
        Assert.Equal([2L], read.Form.Input);
        Assert.Null(read.Scale);
    }

    [Theory]
    [InlineData("set.tsv", "a\tb\n1\t2\n3\t4\n", true, "b")]
    [InlineData("set.csv", "a,b\r\n1,2\r\n\r\n3,4", true, "last")]
    [InlineData("set.txt", "  1 \t 2 \n\n3  4\n", false, "2")]
    [InlineData("set.csv", "\ufeffa,b\n1,2\n3,4\n", true, "b")]
    public void Load_OfEverySpelling_ReadsTheSame(string name, string text, bool hasHeader, string target)
    {
        ArrayDataset read = (ArrayDataset)DatasetLoader.Load("table", Write(text, name), null, options: new() { Target = target, HasHeader = hasHeader, TestFraction = 0.5 });

        Assert.Equal((1, 1, 1L), (read.TrainingCount, read.TestCount, read.Form.InputLength));
        Assert.Contains(read.Scale!.Mean, new[] { 2.0, 4 });
    }

    [Theory]
    [InlineData("a,b\n1,2\n,4\n5,6\n", "last", "a value in line 3, column a, but found none. Fill it in")]
    [InlineData("a,b\n1,2\nNA,4\n5,6\n", "last", "a number in line 3, column a, but found 'NA'")]
    [InlineData("a,b\n1,2\n3,inf\n5,6\n", "last", "a number in line 3, column b, but found 'inf'")]
    [InlineData("a,b\n1,2\n3,1e999\n5,6\n", "last", "a number in line 3, column b, but found '1e999'")]
    [InlineData("a,b\n1,2\n3\n5,6\n", "last", "2 columns in every line (separated by commas), but found 1 in line 3")]
    [InlineData("a,b\n1,2\n3,4\n", "c", "the column c, which data.target names, but found the columns a, b")]
    [InlineData("a,a\n1,2\n3,4\n", "last", "another name for every column in the first line, but found a 2 times")]
    [InlineData("a,\n1,2\n3,4\n", "last", "a name for every column in the first line, but found none for column 2")]
    [InlineData("1,2\n3,4\n5,6\n", "last", "a first line that names the columns, but found one of numbers. Set data.header to false")]
    [InlineData("a,b\n", "last", "rows on both sides of the split, but found 0 rows")]
    [InlineData("a,b\n1,2\n", "last", "rows on both sides of the split, but found 1 rows, of which data.testFraction, 0.5, takes 0")]
    [InlineData("b\n1\n2\n", "last", "a column beside the target, but found 1 columns")]
    [InlineData("\n\n", "last", "a table, but found no line with anything in it")]
    [InlineData("", "last", "a text, but found an empty file")]
    public void Load_OfATableThatIsNotAsExpected_SaysWhere(string text, string target, string expected)
    {
        string path = Write(text, "set.csv");

        string message = Assert.Throws<DatasetException>(() => DatasetLoader.Load("table", path, null, options: new() { Target = target, TestFraction = 0.5 })).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfBytesThatAreNoText_SaysWhatTheyAre()
    {
        string path = folder.Write("set.csv", [0xff, 0xfe, 0x41, 0x00]);

        Assert.Contains("a text in UTF-8", Assert.Throws<DatasetException>(() => DatasetLoader.Load("table", path, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutMemoryForIt_SaysHowMuchItNeeds()
    {
        string path = Write(Houses, "set.csv");

        string message = Assert.Throws<DatasetException>(() => DatasetLoader.LoadWithin(new(new(() => 100)), "table", path, null)).Message;

        Assert.Equal($"The {Houses.Length} characters of {path} need 1.5 KiB ({Houses.Length * 16} bytes) of memory, and 0.1 KiB (100 bytes) are free. Use a smaller file, or a machine with more memory.", message);
    }

    /// <summary>Which rows are tested on is part of what a published number means.</summary>
    [Fact]
    public void Load_OfTheEnergyTable_SplitsItAlwaysAlike()
    {
        if (Fds.Testing.SharedFolder.Data is not { } shared || !File.Exists(Path.Combine(shared, "uci", "energy.txt")))
        {
            Assert.Skip("The UCI tables are not at hand.");
            return;
        }

        DatasetOptions options = new() { HasHeader = false };
        ArrayDataset read = (ArrayDataset)DatasetLoader.Load("table", "uci/energy.txt", shared, options: options);

        Assert.Equal((692, 76, 8L), (read.TrainingCount, read.TestCount, read.Form.InputLength));
        Assert.Equal(("9", 22.4535, 10.1628), (read.Scale!.Name, Math.Round(read.Scale.Mean, 4), Math.Round(read.Scale.StandardDeviation, 4)));
        Assert.Equal(read.Facts(), ((ArrayDataset)DatasetLoader.Load("table", "uci/energy.txt", shared, options: options)).Facts());
    }

    [Fact]
    public void Options_WithTheSameColumns_AreTheSame()
    {
        Assert.Equal(new DatasetOptions { Categories = ["a", "b"] }, new DatasetOptions { Categories = ["a", "b"] });
        Assert.NotEqual(new DatasetOptions { Categories = ["a,b"] }, new DatasetOptions { Categories = ["a", "b"] });
        Assert.NotEqual(new DatasetOptions { Categories = ["a"] }, new DatasetOptions { Ignored = ["a"] });
    }

    private ArrayDataset Load(string text, DatasetOptions options) => (ArrayDataset)DatasetLoader.Load("table", Write(text, "set.csv"), null, options: options);

    private string Write(string text, string name) => folder.Write(name, Encoding.UTF8.GetBytes(text));
}
