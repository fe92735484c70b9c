using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Golden;

/// <summary>Every golden file reproduces what the paper's own code returned on the same weights and batches.</summary>
public sealed class ReferenceTests
{
    private const double RelativeTolerance = 1e-6;
    private const double SingleTolerance = 1e-2;

    private readonly ITestOutputHelper output;

    public ReferenceTests(ITestOutputHelper output)
    {
        this.output = output;
        TorchTests.Prepare();
    }

    public static TheoryData<string, EngineKind> FilesAndEngines()
    {
        TheoryData<string, EngineKind> pairs = [];
        foreach (string file in Files().Select(row => row.Data))
        {
            pairs.Add(file, EngineKind.Tangent);
            pairs.Add(file, EngineKind.Autograd);
        }

        return pairs;
    }

    public static TheoryData<string> Files()
    {
        TheoryData<string> files = [];
        string? folder = SharedFolder.Golden;
        string[] names = folder is null ? [] : [.. Directory.GetFiles(folder, "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        foreach (string name in names.DefaultIfEmpty(""))
        {
            files.Add(name);
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(FilesAndEngines))]
    public void Reference_InFloat64_IsReproduced(string file, EngineKind engine)
    {
        GoldenFile golden = Open(file);
        using GoldenRun run = GoldenRun.Execute(golden, SharedFolder.Golden!, Data(golden), ScalarType.Float64, engine);
        GoldenExpectation expected = golden.Expected;

        Check("validation loss", [expected.ValidationLoss], [run.ValidationLoss]);
        Check("final weights' norm", [expected.FinalWeightsNorm], [run.Weights.norm().item<double>()]);
        Check("final weights' head", expected.FinalWeightsHead, run.Weights[..expected.FinalWeightsHead.Length].data<double>().ToArray());
        foreach (HyperparameterKind kind in PerKind.OfSgd)
        {
            if (GoldenRun.Hypergradient(expected, kind) is { } hypergradient)
            {
                Check($"{kind} hypergradient", hypergradient, run.Hypergradient(kind));
                Check($"{kind} steps", [GoldenRun.Steps(expected, kind)], [run.ContributingSteps(kind)]);
            }

            if (expected.TangentNorms.TryGetValue(JsonName(kind), out double[]? norms))
            {
                Check($"{kind} tangent norms", norms, run.TangentNorms(kind));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Reference_InReverseMode_IsReproduced(string file)
    {
        GoldenFile golden = Open(file);
        if (golden.PruningRatio != 0 || golden.HessianProductClamp is not null)
        {
            Assert.Skip("It was made with pruning or a clamp on Hessian products, which reverse mode does not have.");
        }

        (double[] sums, Column[] columns, double[] weights) = GoldenRun.Reverse(golden, SharedFolder.Golden!, Data(golden), AdjointMemory.Segments);
        Check("final weights' head", golden.Expected.FinalWeightsHead, weights[..golden.Expected.FinalWeightsHead.Length]);
        foreach (HyperparameterKind kind in columns.Select(column => column.Kind).Distinct())
        {
            Check($"{kind} hypergradient", GoldenRun.Hypergradient(golden.Expected, kind)!, [.. sums.Where((_, i) => columns[i].Kind == kind)]);
        }
    }

    /// <summary>
    /// In float32 the error of a run is its rounding times how much the run magnifies a small change. Where that puts it beyond the
    /// tolerance (rectifiers that switch sides put a wide residual network on another path within a few steps, and float64 itself ends
    /// tens of percent away from weights that are off by one float32 rounding), every single step must be within it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Reference_InFloat32_IsWithinAHundredthOfTheNormAsAWholeOrAtEveryStep(string file)
    {
        GoldenFile golden = Open(file);
        ImageDataset data = Data(golden);
        using GoldenRun run = GoldenRun.Execute(golden, SharedFolder.Golden!, data, ScalarType.Float32);
        double[] expected = [.. PerKind.OfSgd.SelectMany(kind => GoldenRun.Hypergradient(golden.Expected, kind) ?? [])];
        double[] actual = [.. PerKind.OfSgd.Where(kind => GoldenRun.Hypergradient(golden.Expected, kind) is not null).SelectMany(run.Hypergradient)];
        double error = Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum()) / Math.Sqrt(expected.Sum(e => e * e));
        output.WriteLine($"{file}: relative error of the hypergradient in float32 {error:E2}");
        if (error <= SingleTolerance)
        {
            return;
        }

        double[] errors = GoldenRun.StepErrors(golden, SharedFolder.Golden!, data);
        output.WriteLine($"{file}: relative errors of the tangents after one step in float32 {string.Join(", ", errors.Select(e => e.ToString("E1")))}");
        Assert.True(errors.Max() <= SingleTolerance, $"The run's relative error is {error:E3}, and one step's is up to {errors.Max():E3}.");
    }

    private static string JsonName(HyperparameterKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    private static GoldenFile Open(string file)
    {
        if (file.Length == 0)
        {
            Assert.Skip("No golden files: neither FDS_GOLDEN nor ../shared/golden names a folder that has any.");
        }

        return GoldenFile.Read(Path.Combine(SharedFolder.Golden!, file));
    }

    private static ImageDataset Data(GoldenFile golden)
    {
        try
        {
            return GoldenRun.LoadData(golden, SharedFolder.Data);
        }
        catch (DatasetException e)
        {
            Assert.Skip($"{golden.Dataset} is not at hand: {e.Message}");
            throw;
        }
    }

    private void Check(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a) / Math.Max(Math.Abs(e), 1e-300)).Max();
        output.WriteLine($"{what}: expected [{string.Join(", ", expected)}], got [{string.Join(", ", actual)}], relative error {worst:E2}");
        Assert.True(worst <= RelativeTolerance, $"{what}: relative error {worst:E3} is above {RelativeTolerance:E0}; expected [{string.Join(", ", expected)}], got [{string.Join(", ", actual)}].");
    }
}
