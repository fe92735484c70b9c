using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Assemblies;
using Fds.Core.Runtime;
using Fds.Testing;
using Fds.Testing.Processes;
using Microsoft.CodeAnalysis;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks.Assemblies;

/// <summary>Networks that users wrote in .NET: which files are theirs, and what is said of those that cannot be trained.</summary>
public sealed class AssemblyNetworkTests : IDisposable
{
    private const string Usings = "using Fds.Modules; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch;\n";
    private readonly TemporaryFolder folder = new();

    public AssemblyNetworkTests() => TorchTests.Prepare();

    /// <summary>A type, a source, and why it cannot be trained.</summary>
    public static TheoryData<string?, string, string> Sources => new()
    {
        { null, "namespace Own; public class Net { }", "has no public torch.nn.Module<Tensor, Tensor> with a public constructor that takes nothing or one ModuleShape" },
        { "Own.Absent", Net(), "has no type Own.Absent, but Own.Net" },
        { "Own.Other", Net() + "public class Other { }", "Own.Other is no torch.nn.Module<Tensor, Tensor>" },
        { "Own.Base", Net() + "public abstract class Base() : nn.Module<Tensor, Tensor>(\"\") { }", "Own.Base is abstract" },
        { "Own.Many`1", Net() + "public class Many<T> : Net { }", "Own.Many`1 is generic" },
        { "Own.Hidden", Net() + "class Hidden : Net { }", "Own.Hidden is not public" },
        { "Own.Wide", Net() + "public class Wide(int width) : Net { }", "Own.Wide has no public constructor that takes nothing or one ModuleShape" },
        { null, Net() + "public class Second : Net { }", "has several modules, Own.Net, Own.Second; name one of them as model.type" },
        { null, Net(constructor: "throw new System.ArgumentException(\"the moon is full\");"), "the constructor of Own.Net failed (the moon is full)" },
        { null, Net(forward: "throw new System.InvalidOperationException(\"not today\")"), "the model's forward failed (not today)" },
        { null, Net(forward: "null"), "returns null; expected one tensor" },
        { null, Net(forward: "head.call(x)"), "cannot be evaluated on inputs of shape [2, 1, 28, 28]" },
        { null, Net(forward: "head.call(x.flatten(1)).narrow(1, 0, 7)"), "returns Float32 of shape [2, 7]; expected logits of shape [2, 10], one for each class" },
        { null, Net(constructor: ""), "has no parameters, so there is nothing to train; its constructor must end with RegisterComponents()" },
        { null, Net(constructor: "head.weight.requires_grad = false; RegisterComponents();"), "the parameter head.weight is frozen" },
        { null, Net(constructor: "using (no_grad()) head.bias.fill_(new System.Random().NextDouble()); RegisterComponents();"), "the constructor makes other weights every time" },
        { null, Net(fields: "Tensor mean = torch.zeros(784);", forward: "head.call(x.flatten(1) - (mean = mean * 0.9 + x.flatten(1).mean([0])))"), "replaces its buffer mean while it is evaluated" },
        { null, Net(fields: "Tensor mean = torch.zeros(784);", forward: "head.call(x.flatten(1) - (mean = x.flatten(1).mean([0])))"), "replaces its buffer mean while it is evaluated" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Module_ThatCannotBeTrained_IsRefusedWithTheReason(string? type, string source, string reason) =>
        Assert.Contains(reason, Refusal(CompiledLibrary.Write(folder["net.dll"], Usings + source), type), StringComparison.Ordinal);

    [Fact]
    public void Parameter_InTwoPlaces_IsTrainedOnce_ButNotConverted()
    {
        string path = CompiledLibrary.Write(folder["net.dll"], Usings + Net(
            fields: "Linear one = nn.Linear(784, 784), two = nn.Linear(784, 784);",
            constructor: "two.weight = one.weight; RegisterComponents();",
            forward: "head.call(two.call(torch.tanh(one.call(x.flatten(1)))))"));

        Assert.Single(Load(path).Layout.Names, name => name is "one.weight" or "two.weight");
        Assert.Contains("TorchSharp cannot convert a module that has one parameter in two places", Assert.Throws<FdsException>(() => Load(path, type: ScalarType.Float64)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(output * output).mean()", null)]
    [InlineData("output.mean([1])", "the model's own loss is Float32 of shape [2]; expected one floating-point number")]
    [InlineData("null", "the model's own loss is null; expected one number")]
    [InlineData("(output * torch.rand_like(output)).mean()", "the model's own loss draws random numbers, which no run could repeat; let forward draw them")]
    [InlineData("output.reshape(7).mean()", "the model's own loss failed (shape '[7]' is invalid for input of size 20)")]
    [InlineData("throw new System.InvalidOperationException(\"not today\")", "the model's own loss failed (not today)")]
    public void Loss_OfAModulesOwn_TrainsIt_OrIsRefusedWithTheReason(string loss, string? reason)
    {
        string path = CompiledLibrary.Write(folder["net.dll"], Usings + Net(interfaces: ", ITrainingLoss<Tensor>", fields: $"public Tensor Loss(Tensor output, Tensor target) => {loss};"));
        if (reason is not null)
        {
            Assert.Equal(reason, Assert.Throws<FdsException>(() => Load(path, byOwnLoss: true)).Message);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor output = randn(2, 10);
        Assert.Equal(output.square().mean().item<float>(), Load(path, byOwnLoss: true).TrainingLoss(output, zeros(2, ScalarType.Int64)).item<float>(), 1e-6f);
        Assert.Null(Load(path).OwnLoss);
    }

    [Fact]
    public void Loss_OfAModuleThatHasNone_IsRefusedWithBothWaysOut() =>
        Assert.Equal(
            "the module has no loss of its own; let its class implement ITrainingLoss<torch.Tensor> of Fds.Modules, or let model.loss be auto",
            Assert.Throws<FdsException>(() => Load(CompiledLibrary.Write(folder["net.dll"], Usings + Net()), byOwnLoss: true)).Message);

    [Fact]
    public void File_ThatIsNoAssembly_IsRefused()
    {
        File.WriteAllText(folder["text.dll"], "MZ, but nothing else");

        Assert.Equal("the file is no .NET assembly", Refusal(folder["text.dll"]));
        Assert.Equal($"there is no file {folder["absent.dll"]}", Refusal(folder["absent.dll"]));
    }

    [Fact]
    public void Assembly_ForAnotherProcessor_IsRefused() =>
        Assert.Matches("^the file was built for (arm64|x64), but the silo runs on (x64|arm64); build it for any CPU$", Refusal(CompiledLibrary.Write(
            folder["net.dll"], Usings + Net(), platform: System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? Platform.X64 : Platform.Arm64)));

    [Fact]
    public void Assembly_AgainstAnotherTorchSharp_IsRefusedWithBothVersions()
    {
        string other = CompiledLibrary.Write(folder["other/TorchSharp.dll"], "[assembly: System.Reflection.AssemblyVersion(\"0.105.1.0\")] namespace TorchSharp { public class torch { } }");

        Assert.Equal($"the file was built against TorchSharp 0.105.1, but the silo has {TorchRuntime.TorchSharpVersion}; build it against that one", Refusal(CompiledLibrary.Write(folder["net.dll"], "public class Net : TorchSharp.torch { }", [other])));
    }

    [Fact]
    public void Assembly_ForANewerRuntime_IsRefusedWithBothVersions()
    {
        string newer = CompiledLibrary.Write(folder["newer/System.Runtime.dll"], "[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] public class Future { }");

        Assert.Equal($"the file was built for .NET 99, but the silo runs on .NET {Environment.Version.Major}; build it for net{Environment.Version.Major}.0", Refusal(CompiledLibrary.Write(folder["net.dll"], "public class Net : Future { }", [newer])));
    }

    /// <summary>What a module takes from its folder is a part of it; what else lies there is not.</summary>
    [Fact]
    public void Dependency_BesideTheAssembly_IsLoadedAndPartOfTheIdentity()
    {
        const string Helper = "public static class Helper {{ public static long Width => {0}; }}";
        string helper = CompiledLibrary.Write(folder["elsewhere/Helper.dll"], string.Format(System.Globalization.CultureInfo.InvariantCulture, Helper, 3));
        string path = CompiledLibrary.Write(folder["net/net.dll"], Usings + Net(fields: "Linear first = nn.Linear(784, Helper.Width), last = nn.Linear(Helper.Width, 10);", forward: "last.call(torch.tanh(first.call(x.flatten(1))))"), [helper]);
        Assert.Equal("the file needs Helper 0.0.0, which is not beside it; put everything there that dotnet publish writes", Refusal(path));

        File.CreateSymbolicLink(folder["net/Helper.dll"], helper);
        Assert.Contains("it needs Helper.dll, which is not in its folder", Refusal(path), StringComparison.Ordinal);
        File.Delete(folder["net/Helper.dll"]);
        File.Copy(helper, folder["net/Helper.dll"]);
        string first = AssemblyNetwork.Identity(path);
        Assert.Equal([3, 784], Load(path).Layout.Shapes.Single(shape => shape.Name == "first.weight").Shape);

        CompiledLibrary.Write(folder["net/Unrelated.dll"], "class Unrelated { }");
        Assert.Equal(first, AssemblyNetwork.Identity(path));
        CompiledLibrary.Write(folder["net/Helper.dll"], string.Format(System.Globalization.CultureInfo.InvariantCulture, Helper, 5));
        Assert.NotEqual(first, AssemblyNetwork.Identity(path));
        Assert.Equal([5, 784], Load(path).Layout.Shapes.Single(shape => shape.Name == "first.weight").Shape);
    }

    [Fact]
    public void Weights_OfAConstructorThatDrawsThem_DependOnTheSeed_AndOthersAreTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        Network drawn = Load(Programs.SampleModule);
        Network same = Load(CompiledLibrary.Write(folder["net.dll"], Usings + Net(constructor: "using (no_grad()) { head.weight.fill_(0.1); head.bias.zero_(); } RegisterComponents();")));

        Assert.Equal((true, false), (drawn.DrawsOwnWeights, same.DrawsOwnWeights));
        Assert.True(drawn.OwnWeights!(1).allclose(drawn.OwnWeights!(1), 0, 0));
        Assert.False(drawn.OwnWeights!(1).allclose(drawn.OwnWeights!(2), 0, 0));
        Assert.True(same.OwnWeights!(1).allclose(same.OwnWeights!(2), 0, 0));
    }

    [Fact]
    public void Names_AreTheModulesOwn() =>
        Assert.Equal(
            ["first.weight", "first.bias", "firstNorm.weight", "firstNorm.bias", "second.weight", "second.bias", "secondNorm.weight", "secondNorm.bias", "head.weight", "head.bias"],
            Load(Programs.SampleModule, "SmallNet.ConvolutionalNet").Layout.Names);

    /// <summary>A module is told of tokens, too, and its whole numbers stay whole where a study is in float64.</summary>
    [Fact]
    public void Module_OfTokens_IsToldOfTheVocabulary()
    {
        string path = CompiledLibrary.Write(folder["net.dll"], Usings + """
            namespace Own;
            public class Net : nn.Module<Tensor, Tensor>
            {
                Embedding table; Embedding places; Linear head; Tensor index;
                public Net(ModuleShape shape) : base("Net")
                {
                    table = nn.Embedding(shape.Vocabulary.Value, 4); places = nn.Embedding(shape.Input[0], 4); head = nn.Linear(4, shape.Outputs); index = torch.arange(shape.Input[0]);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => head.call(table.call(x) + places.call(index));
            }
            """);
        ExampleForm form = new() { Input = [6], Vocabulary = 11, Classes = 11, Targets = 6 };

        Network network = AssemblyNetwork.Load(new(path, null), form, Loss.CrossEntropy, ScalarType.Float64, CPU);

        Assert.Equal((11 * 4) + (6 * 4) + (4 * 11) + 11, network.Layout.Count);
    }

    public void Dispose() => folder.Dispose();

    private static string Net(string fields = "", string constructor = "RegisterComponents();", string forward = "head.call(x.flatten(1))", string interfaces = "") =>
        $"namespace Own; public class Net : nn.Module<Tensor, Tensor>{interfaces} {{ Linear head = nn.Linear(784, 10); {fields} public Net() : base(\"Net\") {{ {constructor} }} public override Tensor forward(Tensor x) => {forward}; }}\n";

    private static Network Load(string path, string? name = null, ScalarType type = ScalarType.Float32, bool byOwnLoss = false) =>
        AssemblyNetwork.Load(new(path, name), ExampleForm.OfImages(1, 28, 28, 10), Loss.CrossEntropy, type, CPU, byOwnLoss);

    private static string Refusal(string path, string? type = null)
    {
        string message = Assert.Throws<FdsException>(() => Load(path, type)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
