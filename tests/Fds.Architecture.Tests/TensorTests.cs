using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fds.Architecture.Tests;

/// <summary>The numerics on a GPU, which tests without one cannot see: every tensor says where it lies, and an inner step waits for nothing.</summary>
public sealed class TensorTests
{
    private static readonly string[] Factories =
        ["tensor", "from_array", "frombuffer", "zeros", "ones", "empty", "full", "arange", "linspace", "logspace", "eye", "rand", "randn", "randint", "randperm", "normal"];

    /// <summary>What makes the host wait until the device has done all that it was asked for.</summary>
    private static readonly string[] Reads =
        ["item", "ToSingle", "ToInt32", "ToInt64", "ToBoolean", "cpu", "data", "bytes", "nonzero", "masked_select", "unique", "synchronize"];

    /// <summary>Names of values that are devices, in whichever place a factory takes them.</summary>
    private static readonly string[] Devices = ["CPU", "torch.CPU"];

    /// <summary>Members that may read numbers of a tensor, each with its reason. None of them is a part of every inner step.</summary>
    private static readonly Dictionary<string, string> MayRead = new(StringComparer.Ordinal)
    {
        ["HyperOptimisation/Hypergradient.ProductOfRow"] = "at the end of a run, once for each column",
        ["Greedy/GradientProduct.Of"] = "a greedy method moves its rate or its discount at every step by this number, on the host",
        ["Greedy/GreedyAdaptation.Restore"] = "a checkpoint, in host memory",
        ["Greedy/GreedyTrajectory.Restore"] = "a checkpoint, in host memory",
        ["Networks/Own/OwnNoise.Draws"] = "once, where a file is loaded; the state of a generator, in host memory",
        ["Networks/Own/OwnNetwork.Try"] = "once, where a file is loaded",
        ["Quadratics/QuadraticProblem.Loss"] = "at the end of a run",
        ["Adjoints/TrailSnapshot.Restore"] = "a checkpoint, in host memory",
        ["Adjoints/AdjointPass.Conclude"] = "at every tenth step back, to report it",
        ["Adjoints/AdjointState.IsFinite"] = "at every tenth step back",
        ["Adjoints/StepSums.Of"] = "at the end of a run, once for each kind",
        ["Training/ClampTally.Restore"] = "a checkpoint, in host memory",
        ["Training/ClampTally.Counts"] = "at the end of a run, all counts at once",
        ["Training/Evaluator.Evaluate"] = "an evaluation, once for each chunk of images",
        ["Training/Evaluator.Variation"] = "an evaluation",
        ["Runtime/CpuGenerator.Of"] = "when a generator is made, in host memory",
        ["Training/Checkpoints/SnapshotFile.Write"] = "a checkpoint on its way to a file",
        ["Training/HypergradientRun.AllFinite"] = "at the end of a run",
        ["Training/LossWatch.IsFinite"] = "at every tenth step, so that a run that diverges ends early",
        ["Training/Judgement/ClassShares.On"] = "before a run begins",
        ["Training/Judgement/MeanTarget.On"] = "before a run begins, and at its looks and its end",
        ["Training/EpochBatches.OfValidation"] = "before a run begins",
    };

    [Fact]
    public void Tensor_OfTheNumerics_IsMadeWithADevice()
    {
        List<string> problems = [];
        int made = 0;
        foreach ((string file, InvocationExpressionSyntax call) in Calls())
        {
            if (call.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "torch" } }) || !Factories.Contains(Called(call)))
            {
                continue;
            }

            made++;
            if (!call.ArgumentList.Arguments.Any(IsDevice))
            {
                problems.Add($"{file}: {call}");
            }
        }

        Assert.Empty(problems);
        Assert.InRange(made, 20, 1000);
    }

    [Fact]
    public void Scalar_OfTheNumerics_IsReadOnlyWhereTheListSaysWhy()
    {
        string[] reading = [.. Calls().Where(found => Reads.Contains(Called(found.Call)) && found.Call.Expression is MemberAccessExpressionSyntax).Select(found => Place(found.File, found.Call)).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(MayRead.Keys.Order(StringComparer.Ordinal), reading);
    }

    private static IEnumerable<(string File, InvocationExpressionSyntax Call)> Calls() =>
        from file in Repository.Sources
        where file.StartsWith("src/Fds.Core/", StringComparison.Ordinal)
        from call in CSharpSyntaxTree.ParseText(Repository.Read(file), new CSharpParseOptions(LanguageVersion.Preview), cancellationToken: TestContext.Current.CancellationToken)
            .GetCompilationUnitRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>()
        select (file, call);

    private static string Called(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    /// <summary>By its name, or a value that is named after a device: factories take it after the type, where a name is not called for.</summary>
    private static bool IsDevice(ArgumentSyntax argument) =>
        argument.NameColon?.Name.Identifier.Text == "device"
        || Devices.Contains(argument.Expression.ToString())
        || (argument.NameColon is null && argument.Expression.ToString().EndsWith("device", StringComparison.OrdinalIgnoreCase));

    private static string Place(string file, SyntaxNode node)
    {
        MemberDeclarationSyntax member = node.Ancestors().OfType<MemberDeclarationSyntax>().First(each => each is BaseMethodDeclarationSyntax or PropertyDeclarationSyntax);
        string name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            _ => "constructor",
        };
        return $"{Path.ChangeExtension(file["src/Fds.Core/".Length..], null)}.{name}";
    }
}
