using System.Reflection;
using System.Xml.Linq;

namespace Fds.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Fds.Modules"] = [],
        ["Fds.Core"] = ["Fds.Modules"],
        ["Fds.Contracts"] = [],
        ["Fds.Studies"] = ["Fds.Core", "Fds.Contracts"],
        ["Fds.Grains"] = ["Fds.Studies", "Fds.Core", "Fds.Contracts"],
        ["Fds.Transport"] = [],
        ["Fds.Silo"] = ["Fds.Grains", "Fds.Core", "Fds.Contracts", "Fds.Transport"],
        ["Fds.Client"] = ["Fds.Contracts", "Fds.Transport"],
    };

    /// <summary>Assembly, then the beginnings of assembly names that it must not reach, directly or through others.</summary>
    public static TheoryData<string, string[]> Unreachable => new()
    {
        { "Fds.Core", ["Orleans", "Fds.Contracts", "Fds.Grains", "Microsoft.Extensions", "Spectre.Console", "System.CommandLine"] },
        { "Fds.Contracts", ["TorchSharp", "SkiaSharp", "MathNet.Numerics", "Fds.Core", "Fds.Grains", "Orleans.Runtime", "Orleans.Server"] },
        { "Fds.Studies", ["Fds.Grains", "Fds.Silo", "Orleans.Runtime", "Orleans.Server", "Microsoft.Extensions.Hosting", "OpenTelemetry"] },
        { "Fds.Transport", ["TorchSharp", "SkiaSharp", "MathNet.Numerics", "Fds.Core", "Fds.Contracts", "Fds.Grains", "Orleans.Runtime", "Orleans.Server"] },
        { "fds-console", ["TorchSharp", "SkiaSharp", "MathNet.Numerics", "Fds.Core", "Fds.Grains", "Orleans.Runtime", "Orleans.Server"] },
    };

    /// <summary>Project, then the beginnings of package names that it must not ask for.</summary>
    public static TheoryData<string, string[]> UnwantedPackages => new()
    {
        { "src/Fds.Core/Fds.Core.csproj", ["Microsoft.Orleans", "Microsoft.Extensions", "Spectre", "System.CommandLine", "OpenTelemetry", "libtorch"] },
        // None at all: users build against it.
        { "src/Fds.Modules/Fds.Modules.csproj", [""] },
        { "src/Fds.Contracts/Fds.Contracts.csproj", ["TorchSharp", "libtorch", "SkiaSharp", "MathNet", "Microsoft.Orleans.Server", "OpenTelemetry"] },
        { "src/Fds.Studies/Fds.Studies.csproj", ["Microsoft.Orleans.Server", "Microsoft.Extensions", "OpenTelemetry", "libtorch", "Spectre", "System.CommandLine"] },
        { "src/Fds.Grains/Fds.Grains.csproj", ["libtorch", "TorchSharp-", "Spectre", "System.CommandLine"] },
        { "src/Fds.Transport/Fds.Transport.csproj", ["TorchSharp", "libtorch", "SkiaSharp", "MathNet", "Microsoft.Orleans.Server", "OpenTelemetry"] },
        { "src/Fds.Client/Fds.Client.csproj", ["TorchSharp", "libtorch", "SkiaSharp", "MathNet", "Microsoft.Orleans.Server", "OpenTelemetry"] },
    };

    [Theory]
    [MemberData(nameof(Unreachable))]
    public void Assembly_WhenItsReferencesAreFollowed_DoesNotReachOtherRooms(string assembly, string[] unwanted)
    {
        Dictionary<string, string> reached = Reached(Assembly.Load(assembly));

        IEnumerable<string> met = reached.Where(pair => unwanted.Any(name => IsOrBelow(pair.Key, name))).Select(pair => $"{pair.Key} (through {pair.Value})");
        Assert.Empty(met);
    }

    [Fact]
    public void References_WhenFollowed_LeadBeyondTheFirst()
    {
        // Guards the test above against looking at nothing.
        Dictionary<string, string> reached = Reached(Assembly.Load("Fds.Contracts"));

        Assert.Contains("Orleans.Core.Abstractions", reached.Keys);
        Assert.Contains(reached.Values, through => IsOrBelow(through, "Orleans"));
    }

    [Theory]
    [MemberData(nameof(UnwantedPackages))]
    public void Project_WhenItAsksForPackages_StaysInItsRoom(string project, string[] unwanted) =>
        Assert.DoesNotContain(Includes(project, "PackageReference"), package => unwanted.Any(name => package.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void SourceProjects_WhenTheyReferenceOthers_KeepToTheAllowedOnes()
    {
        string[] projects = [.. Repository.Projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal))];
        Assert.NotEmpty(projects);

        foreach (string project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(AllowedProjects.ContainsKey(name), $"{project} is a new room: say here which rooms it may know.");
            IEnumerable<string> referenced = Includes(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)!;
            Assert.Empty(referenced.Except(AllowedProjects[name]).Select(other => $"{name} -> {other}"));
        }
    }

    [Fact]
    public void NativeLibrary_WhenAProjectCarriesIt_IsALeaf()
    {
        string[] carriers = [.. Repository.Projects.Where(project => Repository.Read(project).Contains("<FdsNativeTorch>", StringComparison.Ordinal))];

        Assert.Contains("src/Fds.Silo/Fds.Silo.csproj", carriers);
        Assert.All(carriers, project => Assert.True(IsLeaf(project), $"{project} carries libtorch, but is neither the silo, a test project nor a benchmark."));
        foreach (string project in Repository.Projects)
        {
            // eng/NativeTorch.targets alone names the native packages.
            Assert.DoesNotContain(Includes(project, "PackageReference"), package => package.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase));
            foreach (string referenced in Includes(project, "ProjectReference").Except(BuiltBefore(project)))
            {
                Assert.DoesNotContain(Path.GetFileName(referenced), carriers.Select(Path.GetFileName));
            }
        }
    }

    private static bool IsLeaf(string project) =>
        project == "src/Fds.Silo/Fds.Silo.csproj"
        || project.StartsWith("benchmarks/", StringComparison.Ordinal)
        || (project.StartsWith("tests/", StringComparison.Ordinal) && project.EndsWith(".Tests.csproj", StringComparison.Ordinal));

    private static IEnumerable<string> Includes(string project, string item) =>
        XDocument.Parse(Repository.Read(project)).Descendants(item)
            .Select(element => (string?)element.Attribute("Include") ?? "")
            .Select(include => include.Replace('\\', '/'));

    /// <summary>Projects that are only built first, because their programs are started, not linked.</summary>
    private static IEnumerable<string> BuiltBefore(string project) =>
        XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Where(element => (string?)element.Attribute("ReferenceOutputAssembly") == "false")
            .Select(element => (string?)element.Attribute("Include") ?? "");

    private static bool IsOrBelow(string assembly, string name) =>
        assembly.Equals(name, StringComparison.Ordinal) || assembly.StartsWith(name + ".", StringComparison.Ordinal);

    /// <summary>Every assembly reachable from one, with the one that names it. The framework's own are not followed.</summary>
    private static Dictionary<string, string> Reached(Assembly from)
    {
        Dictionary<string, string> reached = [];
        Queue<Assembly> queue = new([from]);
        while (queue.TryDequeue(out Assembly? assembly))
        {
            foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
            {
                if (reached.TryAdd(reference.Name!, assembly.GetName().Name!) && !IsOrBelow(reference.Name!, "System"))
                {
                    try
                    {
                        queue.Enqueue(Assembly.Load(reference));
                    }
                    catch (FileNotFoundException)
                    {
                        // Named but not shipped, e.g. an optional dependency of a library: it leads nowhere.
                    }
                }
            }
        }

        return reached;
    }
}
