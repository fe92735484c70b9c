using System.Text.Json;

namespace Fds.Core.Tests.Golden;

/// <summary>One inner run of the reference implementation, as written down in a <c>NAME.json</c>.</summary>
internal sealed record GoldenFile
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public string? Architecture { get; init; }

    public string? Dataset { get; init; }

    public int InnerSteps { get; init; }

    public double[] LearningRates { get; init; } = [];

    public double[] Momentums { get; init; } = [];

    public double[] WeightDecays { get; init; } = [];

    public double? GradientClamp { get; init; }

    public double? HessianProductClamp { get; init; }

    public double PruningRatio { get; init; }

    public string? PruningMode { get; init; }

    public GoldenParameter[] Parameters { get; init; } = [];

    public string? InitialWeightsFile { get; init; }

    public long[][] TrainIndices { get; init; } = [];

    public long[] ValidationIndices { get; init; } = [];

    public required GoldenExpectation Expected { get; init; }

    public static GoldenFile Read(string path) =>
        JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(path), Web)
        ?? throw new InvalidDataException($"{path} is empty.");

    public double[] ReadInitialWeights(string folder)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, InitialWeightsFile!));
        double[] weights = new double[bytes.Length / sizeof(double)];
        Buffer.BlockCopy(bytes, 0, weights, 0, bytes.Length);
        return weights;
    }
}
