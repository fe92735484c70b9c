using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Fds.Build;

namespace Fds.Architecture.Tests.NativeLibraries;

/// <summary>The build task is run on copies of the library that ships in TorchSharp's package.</summary>
public sealed class WeakenVersionRequirementTests : IDisposable
{
    private const string Requirement = "GLIBCXX_3.4.32";
    private const string Provider = "libstdc++.so.6";
    private const byte WeakFlag = 2;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-weaken-");
    private readonly RecordingBuildEngine engine = new();

    internal static string Original { get; } = typeof(WeakenVersionRequirementTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TorchSharpLibrary").Value!;

    private string Library => Path.Combine(folder.FullName, "libLibTorchSharp.so");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Library_WhenTheHostLacksTheVersion_DiffersInOneFlag()
    {
        File.Copy(Original, Library);

        WeakenVersionRequirement task = Subject();
        Assert.True(task.Execute());

        Assert.True(task.Changed);
        (int offset, byte before, byte after) = Assert.Single(Differences(Original, Library));
        Assert.Equal(0, before);
        Assert.Equal(WeakFlag, after);
        // vna_hash stands before the flags: the entry is the one that was meant (System V ABI, "Hash Table").
        Assert.Equal(Hash(Requirement), BinaryPrimitives.ReadUInt32LittleEndian(File.ReadAllBytes(Library).AsSpan(offset - 4)));
        Assert.Empty(engine.Errors);
    }

    [Fact]
    public void Library_WhenChanged_KeepsSizeTimeAndMode()
    {
        File.Copy(Original, Library);
        FileInfo before = new(Library);
        DateTime time = before.LastWriteTimeUtc;

        Assert.True(Subject().Execute());

        FileInfo after = new(Library);
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(time, after.LastWriteTimeUtc);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(File.GetUnixFileMode(Original), File.GetUnixFileMode(Library));
        }

        Assert.Equal(["libLibTorchSharp.so"], folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public void Library_WhenItSharesItsFileWithAnother_LeavesTheOtherAlone()
    {
        string cached = Path.Combine(folder.FullName, "cached.so");
        File.Copy(Original, cached);
        HardLink(cached, Library);

        Assert.True(Subject().Execute());

        Assert.Empty(Differences(Original, cached));
        Assert.Single(Differences(Original, Library));
    }

    [Fact]
    public void Library_WhenItIsWeakAlready_IsLeftAlone()
    {
        File.Copy(Original, Library);
        Assert.True(Subject().Execute());
        byte[] weakened = File.ReadAllBytes(Library);

        WeakenVersionRequirement again = Subject();
        Assert.True(again.Execute());

        Assert.False(again.Changed);
        Assert.Equal(weakened, File.ReadAllBytes(Library));
    }

    [Fact]
    public void Library_WhenTheHostDefinesTheVersion_IsLeftAlone()
    {
        File.Copy(Original, Library);
        HostWith($"GLIBCXX_3.4.31\0{Requirement}\0GLIBCXX_3.4.33");

        WeakenVersionRequirement task = Subject();
        Assert.True(task.Execute());

        Assert.False(task.Changed);
        Assert.Empty(Differences(Original, Library));
    }

    [Fact]
    public void Library_WhenTheHostDefinesOnlyALongerName_IsChanged()
    {
        File.Copy(Original, Library);
        HostWith($"GLIBCXX_3.4.31\0{Requirement}1\0");

        WeakenVersionRequirement task = Subject();
        Assert.True(task.Execute());

        Assert.True(task.Changed);
    }

    [Fact]
    public void Library_WhenItDoesNotHaveTheRequirement_IsLeftAlone()
    {
        File.Copy(Original, Library);

        WeakenVersionRequirement task = Subject();
        task.Requirement = "GLIBCXX_9.9.9";
        Assert.True(task.Execute());

        Assert.False(task.Changed);
        Assert.Empty(Differences(Original, Library));
    }

    [Fact]
    public void Library_WhenItIsAbsent_IsSkipped()
    {
        Assert.True(Subject().Execute());
        Assert.Empty(engine.Errors);
    }

    [Fact]
    public void Library_WhenItIsNoElfFile_IsABuildError()
    {
        File.WriteAllText(Library, "not a library, though it is long enough to have an ELF header of sixty-four bytes");

        Assert.False(Subject().Execute());

        string error = Assert.Single(engine.Errors);
        Assert.Equal($"{Library}: cannot mark {Requirement} weak. Expected a 64-bit little-endian ELF file. Is the package damaged?", error);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    public void Library_WhenItIsCutShort_IsABuildError(int length)
    {
        File.WriteAllBytes(Library, File.ReadAllBytes(Original)[..length]);

        Assert.False(Subject().Execute());

        Assert.StartsWith($"{Library}: cannot mark {Requirement} weak. ", Assert.Single(engine.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Library_WhenItsSectionTableIsNoise_EndsWithoutACrash(int seed)
    {
        byte[] image = File.ReadAllBytes(Original);
        long sections = BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(40));
        Random noise = new(seed);
        for (int i = 0; i < 400; i++)
        {
            image[noise.Next((int)sections, image.Length)] = (byte)noise.Next(256);
        }

        File.WriteAllBytes(Library, image);

        // Whether the noise met the version table or not: either it is done, or there is an error to read.
        bool done = Subject().Execute();
        Assert.Equal(done, engine.Errors.Count == 0);
    }

    private WeakenVersionRequirement Subject() => new()
    {
        BuildEngine = engine,
        Library = Library,
        Requirement = Requirement,
        ProvidedBy = Provider,
        HostFolders = [Path.Combine(folder.FullName, "absent"), Path.Combine(folder.FullName, "host")],
    };

    private void HostWith(string strings)
    {
        DirectoryInfo host = folder.CreateSubdirectory("host");
        File.WriteAllText(Path.Combine(host.FullName, Provider), $"\u007fELF\0{strings}\0", Encoding.ASCII);
    }

    private static List<(int Offset, byte Before, byte After)> Differences(string before, string after)
    {
        byte[] old = File.ReadAllBytes(before);
        byte[] now = File.ReadAllBytes(after);
        Assert.Equal(old.Length, now.Length);
        return [.. Enumerable.Range(0, old.Length).Where(i => old[i] != now[i]).Select(i => (i, old[i], now[i]))];
    }

    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static void HardLink(string existing, string link)
    {
        using Process process = Process.Start("ln", [existing, link]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
