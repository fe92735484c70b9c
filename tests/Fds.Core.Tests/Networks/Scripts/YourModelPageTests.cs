using System.Diagnostics;
using System.Text.RegularExpressions;
using Fds.Core.Networks;
using Fds.Core.Networks.Scripts;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks.Scripts;

/// <summary>The programs of docs/your-model.md, run by PyTorch where this machine has it.</summary>
public sealed partial class YourModelPageTests
{
    private const string Learned =
        """
        hyperparameter,window,firstStep,lastStep,value,group
        learningRate,0,0,14,0.04,conv
        learningRate,1,15,29,0.05,conv
        learningRate,0,0,29,0.06,others
        momentum,0,0,29,0.9,
        weightDecay,0,0,29,0.001,
        """;

    private const string Use =
        """
        import sys
        import torch
        import page
        values = page.schedule(sys.argv[1], 60)
        net = torch.jit.load("net.pt")
        groups = [{"name": "conv", "params": net.conv.parameters()}, {"name": "others", "params": net.head.parameters()}]
        optimiser = torch.optim.SGD(groups, lr=1.0)
        for step in (0, 29, 30, 59):
            page.set_step(optimiser, values, step)
            print(*(group[value] for group in optimiser.param_groups for value in ("lr", "momentum", "weight_decay")))
        """;

    public YourModelPageTests() => TorchTests.Prepare();

    [Fact]
    public void Programs_OfThePage_SaveAModelThatIsReadHereAndTrainWithASchedule()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        string[] programs = [.. Python().Matches(File.ReadAllText(Repository("docs/your-model.md"))).Select(match => match.Groups["text"].Value)];
        Assert.Equal(3, programs.Length);
        File.WriteAllText(Path.Combine(folder.Path, "save.py"), programs[0]);
        File.WriteAllText(Path.Combine(folder.Path, "page.py"), programs[2]);
        File.WriteAllText(Path.Combine(folder.Path, "use.py"), Use);
        File.WriteAllText(Path.Combine(folder.Path, "schedule.csv"), Learned);

        Run(folder.Path, "save.py");
        string said = Run(folder.Path, "use.py", "schedule.csv");

        Network network = ScriptNetwork.Load(Path.Combine(folder.Path, "net.pt"), [1, 28, 28], 10, ScalarType.Float32, CPU);
        Assert.Equal(["conv.weight", "conv.bias", "norm.weight", "norm.bias", "head.weight", "head.bias"], network.Layout.Names);
        Assert.Equal(
            ["0.04 0.9 0.001 0.06 0.9 0.001", "0.04 0.9 0.001 0.06 0.9 0.001", "0.05 0.9 0.001 0.06 0.9 0.001", "0.05 0.9 0.001 0.06 0.9 0.001"],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Run(string folder, params string[] arguments)
    {
        if (!File.Exists(ScriptFiles.Interpreter))
        {
            Assert.Skip($"{ScriptFiles.Interpreter} is not there");
        }

        using Process process = Process.Start(new ProcessStartInfo(ScriptFiles.Interpreter, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 && talk.Result.Contains("No module named 'torch'", StringComparison.Ordinal))
        {
            Assert.Skip("this machine has no PyTorch");
        }

        Assert.True(process.ExitCode == 0, talk.Result);
        return said;
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
