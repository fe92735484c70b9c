using System.Buffers.Binary;
using Fds.Core.Datasets;
using Fds.Core.Tests.Datasets.Arrays;
using Fds.Core.Tests.Datasets.ImageFolders;
using Fds.Testing.Fuzz;
using SkiaSharp;
using Xunit;

namespace Fds.Core.Tests.Datasets.Fuzz;

/// <summary>Up to 2,500 damaged and unusual data sets, half a minute of them at most: each is a data set with all that was made, or is refused in words for people.</summary>
[Collection(RunsAlone.Name)]
public sealed class DataFuzzTests
{
    private const int Inputs = 500;
    private const int LeastInputs = 20;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(6);
    private static readonly byte[] Image = Picture.Png(1, 2, 3);

    private static readonly (string Ending, byte[] Content)[] Images =
    [
        ("png", Picture.Png(1, 2, 3)), ("png", Picture.Grey(7)), ("png", Picture.Png(1, 2, 3, alpha: 9)), ("jpg", Picture.Grey(7, SKEncodedImageFormat.Jpeg)), ("webp", Picture.Webp(1, 2, 3)),
        ("bmp", Picture.Bmp(1, 2, 3)), ("gif", Picture.Gif(1, 2, 3)),
    ];

    private static readonly (string Ending, byte[] Content)[] LargeImages =
    [
        ("png", Picture.Noisy(SKEncodedImageFormat.Png)), ("jpg", Picture.Noisy(SKEncodedImageFormat.Jpeg)), ("webp", Picture.Noisy(SKEncodedImageFormat.Webp)),
    ];

    private const string SafeHeader =
        """{"x_train":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"y_train":{"dtype":"I64","shape":[2],"data_offsets":[8,24]},"x_test":{"dtype":"F32","shape":[1,1],"data_offsets":[24,28]},"y_test":{"dtype":"I64","shape":[1],"data_offsets":[28,36]}}""";

    private static readonly string[] Folders = ["train/a", "train/b", "test/a", "test/b"];

    private static readonly string[] Names =
    [
        "x y", "x\ny", "x\ty", "-x", "x'\"`$(y)", "caf\u00e9", "cafe\u0301", "\ud83d\ude00", "x\u202ey", "x\\y", "%s{0}", "~", "*", "\u2028", new('n', 240),
    ];

    [Fact]
    public Task AnyIdxFiles_WhenLoaded_AreAllThereOrRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        bool isChanged = false;
        foreach ((string name, byte[] content) in new[] { ("train-images-idx3-ubyte", IdxImages(6)), ("train-labels-idx1-ubyte", IdxLabels(6)), ("t10k-images-idx3-ubyte", IdxImages(4)), ("t10k-labels-idx1-ubyte", IdxLabels(4)) })
        {
            bool changes = random.Next(3) == 0;
            byte[] bytes = changes && random.Next(2) == 0 ? Other(content) : content;
            bool isPacked = random.Next(2) == 0;
            byte[] packed = isPacked ? Gzip(random, bytes) : bytes;
            folder.Write($"set/{name}{(isPacked || random.Next(5) == 0 ? ".gz" : "")}", changes && random.Next(2) == 0 ? Other(packed) : packed);
            isChanged |= changes;
        }

        ImageDataset? dataset = Attempt.Load(folder, "mnist", Path.Combine(folder.Path, "set"));
        Attempt.Require(isChanged || dataset is not null, "It was refused as it was made.");
        Attempt.Require(dataset is null || (dataset.Training.Count, dataset.Test.Count, dataset.Training.Labels.Length) == (6, 4, 6), "Images were lost.");

        byte[] Other(byte[] from) => ByteMutation.Any(random, from);
    });

    [Fact]
    public Task AnyArrays_WhenLoaded_AreAllThereOrRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        bool isSafe = random.Next(2) == 0;
        bool isChanged = random.Next(4) > 0;
        byte[] x = isSafe ? [] : ArrayBytes.NumPy("<f4", "2, 2", ArrayBytes.Of(1f, 2, 3, 4));
        byte[] Inside(byte[] content) => isChanged && random.Next(2) == 0 ? ByteMutation.Any(random, content) : content;
        byte[] file = isSafe
            ? ArrayBytes.Safetensors(SafeHeader, [.. ArrayBytes.Of(1f, 2), .. ArrayBytes.Of(0L, 1), .. ArrayBytes.Of(3f), .. ArrayBytes.Of(1L)])
            : ArrayBytes.Archive([("x_train", Inside(x)), ("y_train", Inside(ArrayBytes.NumPy("<i8", "2,", ArrayBytes.Of(0L, 1)))), ("x_test", x), ("y_test", ArrayBytes.NumPy("<i8", "2,", ArrayBytes.Of(1L, 0)))]);
        string path = folder.Write($"set.{(isSafe ? "safetensors" : "npz")}", isChanged && random.Next(2) == 0 ? ByteMutation.Any(random, file) : file);

        Dataset? dataset = Attempt.Load(folder, "arrays", path, DatasetOptions.None);
        Attempt.Require(isChanged || dataset is not null, "It was refused as it was made.");
        Attempt.Require(dataset is null || dataset.TrainingCount > 0, "Examples were lost.");
    });

    [Fact]
    public Task AnyTable_WhenLoaded_IsAllThereOrRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        bool isChanged = random.Next(4) > 0;
        byte[] table = "a,b,\"c, d\"\n1,x,2\n3,\"y \"\"z\"\"\",4\n5,x,6e1\n"u8.ToArray();
        string path = folder.Write("set.csv", isChanged ? ByteMutation.Any(random, table) : table);

        Dataset? dataset = Attempt.Load(folder, "table", path, new() { Categories = ["b"], TestFraction = 0.4 });
        Attempt.Require(isChanged || dataset is { TrainingCount: 2, TestCount: 1 }, "It was refused as it was made.");
        Attempt.Load(folder, "text", path, new() { Block = 3, TestFraction = 0.4 });
    });

    [Fact]
    public Task AnyCifarFiles_WhenLoaded_AreAllThereOrRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        byte[] training = Change(Records(random, 3));
        byte[] test = Change(Records(random, 2));
        (string, byte[])[] files = [("cifar/data_batch_1.bin", training), ("cifar/test_batch.bin", test)];
        string path;
        switch (random.Next(4))
        {
            case 0:
                path = folder.WriteArchive("set.tar", files);
                break;
            case 1:
                path = folder.Write("set.tar.gz", Gzip(random, TemporaryFolder.Archive(files)));
                break;
            case 2:
                path = folder.Write("set.tar.gz", ByteMutation.Any(random, TemporaryFolder.Gzip(TemporaryFolder.Archive(files))));
                break;
            default:
                Array.ForEach(files, file => folder.Write($"set/{file.Item1}", random.Next(3) == 0 ? TemporaryFolder.Gzip(file.Item2) : file.Item2));
                path = Path.Combine(folder.Path, "set");
                break;
        }

        ImageDataset? dataset = Attempt.Load(folder, "cifar-10", path);
        Attempt.Require(dataset is null || (dataset.Training.Count, dataset.Test.Count) == (training.Length / 3073, test.Length / 3073), "Records were lost.");
        Attempt.Require(dataset is null || (training.Length % 3073 == 0 && test.Length % 3073 == 0), "Parts of records were lost.");

        byte[] Change(byte[] from) => random.Next(3) == 0 ? ByteMutation.Any(random, from) : from;
    });

    [Fact]
    public Task AnyImages_WhenLoadedFromAFolder_AreAllThereOrRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        (string Ending, byte[] Content)[] kinds = random.Next(2) == 0 ? Images : LargeImages;
        List<string> made = [];
        foreach (string place in Folders)
        {
            for (int i = 0; i < 2; i++)
            {
                Write($"{place}/{i}", random.Next(8) == 0);
            }
        }

        for (int more = random.Next(4); more > 0; more--)
        {
            string name = Names[random.Next(Names.Length)];
            Write(random.Next(4) switch { 0 => $"train/{name}/1", 1 => $"train/a/{name}", 2 => $"train/{name}", _ => $"train/a/1/2/3/4/5/6/7/8/9/{name}" }, false);
        }

        ImageDataset? dataset = Attempt.Load(folder, "images", folder.Path);
        if (dataset is not null)
        {
            int deep = made.Count(path => path.Count(letter => letter == '/') > 8);
            string folders = string.Join(' ', dataset.PassedOver.Select(kind => kind.Reason));
            RequireCounts(dataset, made.Count - deep, except: "folders too deep to be looked through");
            Attempt.Require(deep == 0 || folders.Contains("too deep", StringComparison.Ordinal), "Folders that are too deep were not named.");
        }

        void Write(string stem, bool changes)
        {
            (string ending, byte[] content) = kinds[random.Next(kinds.Length)];
            string path = $"{stem}.{(random.Next(8) == 0 ? ending.ToUpperInvariant() : ending)}";
            made.Remove(path);
            made.Add(path);
            folder.Write(path, changes ? ByteMutation.Any(random, content) : random.Next(20) == 0 ? TemporaryFolder.Gzip(content) : content);
        }
    });

    [Fact]
    public Task AnyUnusualArchive_WhenLoaded_HasAllThatIsInItOrIsRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        OddMembers[] odd = [.. Enumerable.Range(1, random.Next(1, 6)).Select(number => OddMembers.Draw(random, number, Image))];
        byte[] archive = [.. Usual(), .. odd.SelectMany(each => each.Bytes), .. TarPieces.Member("train/b/9999.png", Image), .. TarPieces.End];
        string path = folder.Write("set.tar", random.Next(2) == 0 ? archive : Gzip(random, archive));

        ImageDataset? dataset = Attempt.Load(folder, "images", path);

        bool isRefused = odd.Any(each => each.IsRefused);
        Attempt.Require(dataset is null == isRefused, isRefused ? "It was not refused." : "It was refused.");
        if (dataset is not null)
        {
            int passedOver = odd.Sum(each => each.PassedOver);
            Attempt.Require(dataset.Training.Count == 3 + odd.Sum(each => each.Training), $"It has {dataset.Training.Count} images to train on.");
            Attempt.Require(dataset.Test.Count == 2 + odd.Sum(each => each.Test), $"It has {dataset.Test.Count} images to test on.");
            Attempt.Require(dataset.PassedOver.Sum(files => files.Count) == passedOver, $"{passedOver} were to be passed over, not {Words(dataset)}.");
            Attempt.Require(dataset.ClassNames.ToHashSet().SetEquals(odd.SelectMany(each => each.Classes ?? []).Concat(["a", "b"])), $"The classes are {string.Join(", ", dataset.ClassNames)}.");
        }
    });

    [Fact]
    public Task AnyDamagedArchive_WhenLoaded_HasAllThatIsInItOrIsRefused() => Run(random =>
    {
        using TemporaryFolder folder = new();
        int kind = random.Next(5);

        // An extended header has no checksum over what it says.
        byte[] extended = kind == 1 ? TarPieces.Member("train/a/long.png", Image) : [.. TarPieces.Extended(("path", "train/a/long.png")), .. TarPieces.Member("short", Image)];
        byte[] archive = [.. Usual(), .. extended, .. TarPieces.Member("train/b/9999.png", Image), .. TarPieces.End];
        byte[] bytes = kind switch
        {
            0 => InHeader(random, archive),
            1 => ByteMutation.InPlace(random, archive),
            2 => archive[..random.Next(archive.Length)],
            3 => [.. archive, .. random.Next(2) == 0 ? new byte[random.Next(2000)] : ByteMutation.Noise(random, 600)],
            _ => ByteMutation.Any(random, Gzip(random, archive)),
        };
        ImageDataset? dataset = Attempt.Load(folder, "images", folder.Write("set.tar", bytes));

        // A header that says something else, with a checksum that fits, is another archive.
        Attempt.Require(dataset is null || kind == 0 || (kind == 1 && HidesAChange(archive, bytes)) || (dataset.Training.Count, dataset.Test.Count, dataset.PassedOver.Length) == (4, 2, 0), $"Images were lost by a change of the kind {kind}: {dataset?.Training.Count} and {dataset?.Test.Count} are left, {Words(dataset)} passed over; {Differences(archive, bytes)}");
    });

    private static async Task Run(Action<Random> attempt)
    {
        int tried = await FuzzRun.Over(Inputs, Bound, random =>
        {
            attempt(random);
            return Task.CompletedTask;
        });
        TestContext.Current.SendDiagnosticMessage("{0}: {1} inputs were tried.", TestContext.Current.TestMethod?.MethodName, tried);
        Assert.True(tried is 1 or >= LeastInputs, $"Only {tried} inputs were tried in the time.");
    }

    private static void RequireCounts(ImageDataset dataset, int made, string except)
    {
        int passedOver = dataset.PassedOver.Where(files => files.Reason != except).Sum(files => files.Count);
        int found = dataset.Training.Count + dataset.Test.Count + passedOver;
        Attempt.Require(found == made, $"{made} files were made, and {found} are accounted for: {Words(dataset)} passed over.");
    }

    private static string Words(ImageDataset? dataset) => string.Join("; ", dataset?.PassedOver.Select(files => $"{files.Count} {files.Reason} ({string.Join(", ", files.First)})") ?? []);

    /// <summary>Whether a block has other bytes with the same sum.</summary>
    private static bool HidesAChange(byte[] before, byte[] after) =>
        before.Chunk(512).Zip(after.Chunk(512)).Any(pair => !pair.First.SequenceEqual(pair.Second) && pair.First.Sum(each => each) == pair.Second.Sum(each => each));

    private static string Differences(byte[] before, byte[] after) => $"{before.Length} bytes were made and {after.Length} written, which differ at "
        + string.Join(", ", Enumerable.Range(0, Math.Min(before.Length, after.Length)).Where(i => before[i] != after[i]).Take(50).Select(i => $"{i}: {before[i]:x2} {after[i]:x2}"));

    private static byte[] Usual() => [.. Folders.SelectMany(place => TarPieces.Member($"{place}/0.png", Image))];

    /// <summary>One header says something else, and its checksum is right all the same.</summary>
    private static byte[] InHeader(Random random, byte[] archive)
    {
        byte[] bytes = [.. archive];
        Span<byte> header = bytes.AsSpan(random.Next(archive.Length / 512) * 512, 512);
        header[random.Next(512)] = (byte)random.Next(256);
        header[random.Next(2) == 0 ? 156 : random.Next(124, 136)] = (byte)"01234567LKxgSVMDNX\0"[random.Next(19)];
        TarPieces.Checked(header.ToArray()).CopyTo(header);
        return bytes;
    }

    /// <summary>Compressed as one member or several, perhaps with zeros behind them.</summary>
    private static byte[] Gzip(Random random, byte[] content)
    {
        int at = random.Next(content.Length + 1);
        return random.Next(4) switch
        {
            0 => [.. TemporaryFolder.Gzip(content[..at]), .. TemporaryFolder.Gzip(content[at..])],
            1 => [.. TemporaryFolder.Gzip(content), .. new byte[random.Next(1000)]],
            2 => [.. TemporaryFolder.Gzip([]), .. TemporaryFolder.Gzip(content), .. TemporaryFolder.Gzip([])],
            _ => TemporaryFolder.Gzip(content),
        };
    }

    private static byte[] IdxImages(int count)
    {
        byte[] bytes = [0, 0, 8, 3, .. new byte[12], .. Enumerable.Range(0, count * 12).Select(i => (byte)i)];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), count);
        (bytes[11], bytes[15]) = (3, 4);
        return bytes;
    }

    private static byte[] IdxLabels(int count) => [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 3))];

    private static byte[] Records(Random random, int count) => [.. Enumerable.Range(0, count).SelectMany(i => ByteMutation.Noise(random, 3072).Prepend((byte)i))];
}
