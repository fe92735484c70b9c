using System.Diagnostics;

namespace Fds.Architecture.Tests.Scripts;

/// <summary>The launcher <c>./fds</c> against a stand-in for the SDK.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly ScriptFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Launcher_WhenNothingIsBuilt_BuildsSiloAndConsoleThenRunsTheConsole()
    {
        folder.DotnetThatBuilds("""echo "$FDS_SILO" "$@"; cat""");

        (int code, string output, string error) = folder.Run("fds", ["run", "-f", "a study.yaml"], input: "typed\n");

        Assert.Equal(0, code);
        Assert.Equal($"{folder.Root}/artifacts/bin/Fds.Silo/release/fds-silo run -f a study.yaml\ntyped\n", output);
        Assert.Equal("building …\n", error);
        Assert.Equal(["Fds.Silo", "Fds.Client"], folder.Builds.Select(build => build.Split(' ')[1]["src/".Length..]));
    }

    [Fact]
    public void Launcher_WhenNothingChanged_BuildsNothingAndSaysNothing()
    {
        folder.DotnetThatBuilds("exit 0");
        folder.Run("fds", []);

        (_, _, string error) = folder.Run("fds", []);

        Assert.Equal("", error);
        Assert.Equal(2, folder.Builds.Count);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("add")]
    [InlineData("delete")]
    [InlineData("restore an older file")]
    [InlineData("remove the output")]
    public void Launcher_WhenSourcesChanged_BuildsAgain(string change)
    {
        folder.DotnetThatBuilds("exit 0");
        folder.Run("fds", []);

        string source = Path.Combine(folder.Root, "src/Fds.Silo/Program.cs");
        switch (change)
        {
            case "edit": File.WriteAllText(source, "// edited"); break;
            case "add": folder.Write("src/Fds.Core/New.cs", ""); break;
            case "delete": File.Delete(source); break;
            case "restore an older file": File.SetLastWriteTimeUtc(source, DateTime.UnixEpoch); break;
            default: File.Delete(Path.Combine(folder.Root, "artifacts/bin/Fds.Silo/release/fds-silo")); break;
        }

        folder.Run("fds", []);

        Assert.Equal(4, folder.Builds.Count);
    }

    [Fact]
    public void Launcher_WhenOnlyOutputsChanged_BuildsNothing()
    {
        folder.DotnetThatBuilds("exit 0");
        folder.Run("fds", []);

        folder.Write("src/Fds.Silo/obj/project.assets.json", "{}");
        folder.Write("results/result.json", "{}");
        folder.Run("fds", []);

        Assert.Equal(2, folder.Builds.Count);
    }

    [Fact]
    public void Launcher_WhenTheConsoleEndsWithACode_EndsWithIt()
    {
        folder.DotnetThatBuilds("exit 4");

        Assert.Equal(4, folder.Run("fds", []).Code);
    }

    [Fact]
    public void Launcher_WhenASiloIsNamed_KeepsIt()
    {
        folder.DotnetThatBuilds("""echo "$FDS_SILO" """);

        Assert.Equal("elsewhere/silo\n", folder.Run("fds", [], environment: ("FDS_SILO", "elsewhere/silo")).Output);
    }

    [Fact]
    public void Launcher_WhenCalledThroughALink_FindsItsCheckout()
    {
        folder.DotnetThatBuilds("echo ran");
        Directory.CreateDirectory(Path.Combine(folder.Root, "else where"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "else where/fds"), "../fds");

        Assert.Equal("ran\n", folder.Run("else where/fds", []).Output);
    }

    [Fact]
    public void Launcher_WhenTheBuildFails_ShowsTheErrorsAndRunsNothing()
    {
        folder.Dotnet("if [[ $1 == build ]]; then echo 'Some.cs(1,1): error CS1002: ; expected'; echo 'chatter'; exit 1; fi");

        (int code, string output, string error) = folder.Run("fds", []);

        Assert.Equal(125, code);
        Assert.Equal("", output);
        Assert.Contains("Some.cs(1,1): error CS1002: ; expected\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("chatter", error, StringComparison.Ordinal);
        // The next start tries again.
        Assert.Equal(125, folder.Run("fds", []).Code);
        Assert.Equal(2, folder.Builds.Count);
    }

    [Fact]
    public void Launcher_WhenTheSdkIsTooOld_SaysWhatIsThere()
    {
        folder.Write("../tools/dotnet", "#!/bin/bash\nif [[ $1 == --list-sdks ]]; then echo '8.0.404 [/sdk]'; else exit 145; fi\n", executable: true);

        (int code, _, string error) = folder.Run("fds", []);

        Assert.Equal(125, code);
        Assert.Contains("The .NET 10 SDK is needed", error, StringComparison.Ordinal);
        Assert.Contains("has: 8.0.404.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Launcher_WhenTwoStartAtOnce_BuildsOnce()
    {
        folder.DotnetThatBuilds("echo ran");
        string[] none = [];

        Process[] both = [folder.Start("fds", none), folder.Start("fds", none)];
        string[] outputs = [.. both.Select(process => process.StandardOutput.ReadToEnd())];
        foreach (Process process in both)
        {
            process.WaitForExit();
            process.Dispose();
        }

        Assert.Equal(["ran\n", "ran\n"], outputs);
        Assert.Equal(2, folder.Builds.Count);
    }

    [Fact]
    public void Launcher_WhenTheBuildLeavesAProcessBehind_DoesNotKeepTheLock()
    {
        // Build servers outlive the build: what they inherit must neither hold the lock nor the caller's output.
        folder.Dotnet(
            """
            if [[ $1 == build ]]; then
                mkdir -p artifacts/bin/Fds.{Silo,Client}/release
                for program in artifacts/bin/Fds.Silo/release/fds-silo artifacts/bin/Fds.Client/release/fds-console; do
                    printf '#!/bin/bash\necho ran\n' > "$program"
                    chmod +x "$program"
                done
                sleep 20 &
            fi
            """);
        Stopwatch clock = Stopwatch.StartNew();

        Assert.Equal("ran\n", folder.Run("fds", []).Output);
        folder.Write("src/Fds.Core/New.cs", "");
        Assert.Equal("ran\n", folder.Run("fds", []).Output);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"Two starts took {clock.Elapsed}.");
    }
}
