using System.Diagnostics;
using System.Text.Json;
using Fds.Build;

namespace Fds.Architecture.Tests.NativeLibraries;

/// <summary>What eng/pack packs is for hosts that are not this one.</summary>
public sealed class LibraryToGoTests
{
    /// <summary>A .NET tool is packed from the list of files to publish: the library on it is the one that loads everywhere.</summary>
    [Fact]
    public async Task Silo_WhenItIsPacked_HasTheWeakLibraryInThePlaceOfThePackages()
    {
        ProcessStartInfo start = new("dotnet", ["msbuild", "src/Fds.Silo", "-nologo", "-t:ComputeResolvedFilesToPublishList", "-p:Configuration=Release", "-p:FdsToGo=true", "-getItem:ResolvedFileToPublish"])
        {
            WorkingDirectory = Repository.At("."),
            RedirectStandardOutput = true,
        };
        using Process build = Process.Start(start)!;
        string output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, output);

        using JsonDocument items = JsonDocument.Parse(output);
        JsonElement library = Assert.Single(
            items.RootElement.GetProperty("Items").GetProperty("ResolvedFileToPublish").EnumerateArray(), item => item.GetProperty("Filename").GetString() == "libLibTorchSharp" && item.GetProperty("Extension").GetString() == ".so");
        Assert.EndsWith("libLibTorchSharp.so", library.GetProperty("RelativePath").GetString(), StringComparison.Ordinal);
        Assert.Contains("/to-go/", library.GetProperty("FullPath").GetString(), StringComparison.Ordinal);
        Assert.False(IsStrong(library.GetProperty("FullPath").GetString()!), "the library still asks for GLIBCXX_3.4.32");
        Assert.True(IsStrong(WeakenVersionRequirementTests.Original), "the package's library does not ask for it any more");
    }

    /// <summary>Whether weakening a copy would change it.</summary>
    private static bool IsStrong(string library)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-to-go-");
        try
        {
            string copy = Path.Combine(folder.FullName, "library.so");
            File.Copy(library, copy);
            WeakenVersionRequirement task = new() { BuildEngine = new RecordingBuildEngine(), Library = copy, Requirement = "GLIBCXX_3.4.32", ProvidedBy = "libstdc++.so.6", HostFolders = [folder.FullName] };
            Assert.True(task.Execute());
            return task.Changed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
