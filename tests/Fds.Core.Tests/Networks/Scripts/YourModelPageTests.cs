using System.Text.RegularExpressions;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Scripts;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks.Scripts;

/// <summary>The first program of docs/your-model.md, run by PyTorch where this machine has it.</summary>
public sealed partial class YourModelPageTests
{
    public YourModelPageTests() => TorchTests.Prepare();

    [Fact]
    public void Program_OfThePage_SavesAModelThatIsReadHere()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        string[] programs = [.. Python().Matches(File.ReadAllText(Repository("docs/your-model.md"))).Select(match => match.Groups["text"].Value)];
        Assert.Equal(4, programs.Length);
        File.WriteAllText(Path.Combine(folder.Path, "save.py"), programs[0]);

        PythonRun saved = PythonRun.Of(folder.Path, "save.py");
        if (saved.Missing is { } missing)
        {
            Assert.Skip(missing);
        }

        Assert.Null(saved.Fault);

        Network network = ScriptNetwork.Load(Path.Combine(folder.Path, "net.pt"), ExampleForm.OfImages(1, 28, 28, 10), Loss.CrossEntropy, ScalarType.Float32, CPU);
        Assert.Equal(["conv.weight", "conv.bias", "norm.weight", "norm.bias", "head.weight", "head.bias"], network.Layout.Names);
    }

    private static string Repository(string path)
    {
        DirectoryInfo? folder = new(Path.GetDirectoryName(ScriptFiles.Committed("models.py"))!);
        while (!File.Exists(Path.Combine(folder!.FullName, "Fds.Cluster.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex("```python\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Python();
}
