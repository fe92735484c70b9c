using Fds.Core.Datasets;
using Fds.Core.Datasets.Arrays;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Datasets.Arrays;

public sealed class ArrayFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ArrayFileTests() => TorchTests.Prepare();

    /// <summary>Two training examples and one test example of two numbers, and a class each.</summary>
    private static Dictionary<string, byte[]> Usual => new()
    {
        ["x_train"] = ArrayBytes.NumPy("<f4", "2, 2", ArrayBytes.Of(1f, 2, 3, 4)),
        ["y_train"] = ArrayBytes.NumPy("<i8", "2,", ArrayBytes.Of(0L, 1)),
        ["x_test"] = ArrayBytes.NumPy("<f4", "1, 2", ArrayBytes.Of(5f, 6)),
        ["y_test"] = ArrayBytes.NumPy("<i8", "1,", ArrayBytes.Of(2L)),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_OfWholeTargets_HasClasses()
    {
        using DisposeScope scope = NewDisposeScope();
        Dataset read = Load(Usual);
        using DeviceData data = new(read, CPU);

        Assert.Equal((2, 1, 3, 1), (read.TrainingCount, read.TestCount, read.Form.Classes!.Value, read.Form.Targets));
        Assert.Equal([2L], read.Form.Input);
        Assert.Equal([new ClassSize("0", 1, 0), new ClassSize("1", 1, 0), new ClassSize("2", 0, 1)], read.ClassSizes());
        Assert.Equal(tensor(new double[] { 3, 4, 1, 2 }, [2, 2]), data.Training.Inputs(tensor(new long[] { 1, 0 }), ScalarType.Float64));
        Assert.Equal([2L], data.Test.TargetsAt(tensor(new long[] { 0 })).data<long>());
        Assert.Equal(Math.Log(2), data.Prior.On(data.Training.TargetsAt(tensor(new long[] { 0, 1 }))).Loss, 12);
    }

    [Fact]
    public void Load_OfRealTargets_IsARegression()
    {
        using DisposeScope scope = NewDisposeScope();
        Dataset read = Load(With("y_train", ArrayBytes.NumPy("<f4", "2,", ArrayBytes.Of(1f, 3)), "y_test", ArrayBytes.NumPy("<f4", "1,", ArrayBytes.Of(6f))));
        using DeviceData data = new(read, CPU);

        Assert.Null(read.Form.Classes);
        Assert.Equal(1, read.Form.Outputs);
        Assert.Empty(read.ClassSizes());
        Tensor targets = data.Training.TargetsAt(tensor(new long[] { 1, 0 }), ScalarType.Float32);
        Assert.Equal((ScalarType.Float32, 2L, 1L), (targets.dtype, targets.shape[0], targets.shape[1]));
        Assert.Equal(16, data.Prior.On(data.Test.TargetsAt(tensor(new long[] { 0 }))).Loss, 12);
        Assert.Equal(1, data.Prior.Uninformed, 12);
    }

    /// <summary>uint8 are pixels; other whole numbers are tokens; targets of two dimensions belong to positions.</summary>
    [Fact]
    public void Load_OfOtherTypes_TakesThemAsTheyAre()
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceData pixels = new(Load(With("x_train", ArrayBytes.NumPy("|u1", "2, 1, 1, 1", [0, 255]), "x_test", ArrayBytes.NumPy("|u1", "1, 1, 1, 1", [51]))), CPU);
        Assert.True(pixels.Dataset.Form.IsImage);
        Assert.Equal(0.2, pixels.Test.Inputs(tensor(new long[] { 0 }), ScalarType.Float64).item<double>(), 12);

        using DeviceData tokens = new(
            Load(With(
                "x_train", ArrayBytes.NumPy("<i4", "2, 2", ArrayBytes.Of(0, 1, 2, 3)), "x_test", ArrayBytes.NumPy("<i4", "1, 2", ArrayBytes.Of(4, 0)),
                "y_train", ArrayBytes.NumPy("<u2", "2, 2", ArrayBytes.Of<ushort>(1, 2, 3, 4)), "y_test", ArrayBytes.NumPy("<u2", "1, 2", ArrayBytes.Of<ushort>(0, 1)))),
            CPU);
        Assert.Equal((5, 5, 2), (tokens.Dataset.Form.Vocabulary!.Value, tokens.Dataset.Form.Classes!.Value, tokens.Dataset.Form.Targets));
        Assert.Equal([4L, 0], tokens.Test.Inputs(tensor(new long[] { 0 }), ScalarType.Float32).data<long>());
        Assert.Equal([0L, 1], tokens.Test.TargetsAt(tensor(new long[] { 0 })).data<long>());
    }

    [Theory]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f })]
    [InlineData("<f2", new byte[] { 0, 0x3c })]
    [InlineData("<f4", new byte[] { 0, 0, 0x80, 0x3f })]
    public void Load_OfEveryRealType_ReadsItsNumbers(string type, byte[] one)
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceData data = new(Load(With("x_train", ArrayBytes.NumPy(type, "2, 1", [.. one, .. one]), "x_test", ArrayBytes.NumPy(type, "1, 1", one))), CPU);

        Assert.Equal([1.0, 1], data.Training.Inputs(tensor(new long[] { 0, 1 }), ScalarType.Float64).data<double>());
    }

    [Fact]
    public void Load_OfSafetensors_ReadsTheSame()
    {
        string header = """{"__metadata__":{"by":"a test"},"x_train":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"y_train":{"dtype":"F64","shape":[2],"data_offsets":[8,24]},"x_test":{"dtype":"F32","shape":[1,1],"data_offsets":[24,28]},"y_test":{"dtype":"F64","shape":[1],"data_offsets":[28,36]}}""";
        byte[] content = [.. ArrayBytes.Of(1f, 2), .. ArrayBytes.Of(3.0, 4), .. ArrayBytes.Of(5f), .. ArrayBytes.Of(6.0)];
        string path = folder.Write("set.safetensors", ArrayBytes.Safetensors(header, content));

        ArrayDataset read = (ArrayDataset)DatasetLoader.Load("arrays", path, null);

        Assert.Equal([1f, 2], (float[])read.Inputs.Training.Values);
        Assert.Equal([3.0, 4], read.Targets.Training.Real);
        Assert.Equal([6.0], read.Targets.Test.Real);
        folder.Write("set.safetensors", ArrayBytes.Safetensors(header, content[..^1]));
        Assert.Contains("8 bytes, but found the end of the file", Refusal(path), StringComparison.Ordinal);
        folder.Write("set.safetensors", ArrayBytes.Safetensors("{\"x_train\":", []));
        Assert.Contains("the header of a .safetensors file, but found no such JSON", Refusal(path), StringComparison.Ordinal);
    }

    public static TheoryData<string, string[], string> Wrong => new()
    {
        { "x_train", ["|O", "2, 2", "0000"], "but found one of |O, Python objects: store an array of numbers" },
        { "x_train", ["|b1", "2, 2", "0000"], "but found one of |b1, truth values" },
        { "x_train", [">f4", "2, 2", "0000000000000000"], "but found one of >f4, in big-endian order" },
        { "x_train", ["<f4", "2, 2", "0000000000000000", "fortran"], "but found one in Fortran's order. Store numpy.ascontiguousarray of it" },
        { "x_train", ["<f4", "2, 2", "00000000"], "16 bytes of numbers, but found the end of the file" },
        { "x_train", ["<f4", "1, 2", "0000000000000000"], "but found more bytes than its shape and type have" },
        { "x_train", ["<f4", "3, 2", "000000000000000000000000"], "as many examples in x_train as in y_train, but found 3 and 2" },
        { "x_train", ["<f4", "2,", "00000000"], "inputs of shape [N, …], but found the shape [2]. Reshape single numbers to [N, 1]" },
        { "x_train", ["<f4", "2, 3", "000000000000000000000000"], "x_train and x_test of one type and one shape but for the first side, but found Single of shape [2, 3] and Single of shape [1, 2]" },
        { "x_train", ["<f4", "0, 2", ""], "an array with at least one example, but found one of shape [0, 2]" },
        { "x_train", ["<f4", "2147483648, 2", ""], "an array of at most 2147483591 bytes" },
        { "y_train", ["<f4", "2,", "00000000"], "y_train and y_test of one type" },
        { "y_train", ["<i4", "2,", "00010000"], "whole numbers, which are classes, from 0 to below 65536, but found 16777216. Store real numbers as float32" },
        { "y_train", ["<i8", "2, 1, 1", "0000000000000000"], "targets of shape [N] or [N, D], but found the shape [2, 1, 1]" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Load_OfAnArrayThatIsNotAsExpected_SaysSoInASentence(string name, string[] array, string expected)
    {
        byte[] content = ArrayBytes.NumPy(array[0], array[1], [.. array[2].Select(character => (byte)(character - '0'))], isFortran: array.Length > 3);
        string path = folder.Write("set.npz", ArrayBytes.Archive(With(name, content).Select(pair => (pair.Key, pair.Value))));

        string message = Refusal(path);

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfNumbersThatAreNotFinite_SaysWhere()
    {
        string path = folder.Write("set.npz", ArrayBytes.Archive(With("x_train", ArrayBytes.NumPy("<f4", "2, 2", ArrayBytes.Of(1f, 2, 3, float.NaN))).Select(pair => (pair.Key, pair.Value))));

        Assert.Contains("#x_train: expected finite numbers, but found NaN at [1, 1]", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfOtherFiles_SaysWhatIsMissing()
    {
        byte[] whole = ArrayBytes.Archive(Usual.Select(pair => (pair.Key, pair.Value)));
        string path = folder.Write("set.npz", whole);

        folder.Write("set.npz", whole[..^30]);
        Assert.Contains("expected a .npz file, as numpy.savez writes it, but found one that is no intact ZIP archive", Refusal(path), StringComparison.Ordinal);
        folder.Write("set.npz", ArrayBytes.Archive([("x", [1]), ("y_test", [1])]));
        Assert.Contains("expected the arrays x_train, y_train, x_test, y_test, but found no x_train and no y_train and no x_test, but x, y_test", Refusal(path), StringComparison.Ordinal);
        folder.Write("set.npz", ArrayBytes.Archive(With("x_train", new byte[] { 1, 2, 3 }).Select(pair => (pair.Key, pair.Value))));
        Assert.Contains("expected 10 bytes, but found the end of the file", Refusal(path), StringComparison.Ordinal);
        folder.Write("set.npz", ArrayBytes.Archive(With("x_train", ArrayBytes.NumPyOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", [0, 0, 0, 0, 0, 0, 0, 0])).Select(pair => (pair.Key, pair.Value))));
        Assert.Contains("but found one of records with named fields", Refusal(path), StringComparison.Ordinal);
        folder.Write("set.npz", ArrayBytes.Archive(With("y_train", ArrayBytes.NumPy("<i8", "2,", ArrayBytes.Of(0L, -1))).Select(pair => (pair.Key, pair.Value))));
        Assert.Contains("expected whole numbers, which are classes, from 0 to below 65536, but found -1", Refusal(path), StringComparison.Ordinal);
        Assert.Contains("expected a .npz or .safetensors file, but found one that ends in .h5", Refusal(folder.Write("set.h5", whole)), StringComparison.Ordinal);
    }

    private static Dictionary<string, byte[]> With(params object[] changes)
    {
        Dictionary<string, byte[]> arrays = Usual;
        for (int i = 0; i < changes.Length; i += 2)
        {
            arrays[(string)changes[i]] = (byte[])changes[i + 1];
        }

        return arrays;
    }

    private static string Refusal(string path) => Assert.Throws<DatasetException>(() => DatasetLoader.Load("arrays", path, null)).Message;

    private Dataset Load(Dictionary<string, byte[]> arrays) => DatasetLoader.Load("arrays", folder.Write("set.npz", ArrayBytes.Archive(arrays.Select(pair => (pair.Key, pair.Value)))), null);
}
