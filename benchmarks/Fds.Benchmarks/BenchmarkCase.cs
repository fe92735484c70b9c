using System.Globalization;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Scripts;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>One inner step of a network at a batch size with k live columns, on random images or tokens.</summary>
internal sealed class BenchmarkCase : IDisposable
{
    /// <summary>Kinds of tokens: the characters of a text of Shakespeare's.</summary>
    private const int Vocabulary = 65;

    private readonly GptShape? transformer;
    private readonly Tensor images;
    private readonly Tensor labels;

    private BenchmarkCase(string name, int batch, int columns)
    {
        (Name, Batch, Columns) = (name, batch, columns);
        transformer = Transformer(name);
        bool isFile = name.EndsWith(".pt", StringComparison.Ordinal);
        (int channels, int size) = isFile || name is "mlp" or "lenet" ? (1, 28) : (3, 32);
        Network = transformer is not null ? NetworkFactory.Gpt(transformer, Vocabulary)
            : isFile ? ScriptNetwork.Load(name, ExampleForm.OfImages(channels, size, size, 10), Loss.CrossEntropy, ScalarType.Float32, CPU)
            : NetworkFactory.Create(name, channels, size, size, 10);
        using Generator generator = new(1);
        Weights = WeightInitialiser.Draw(Network.Layout, WeightScheme.Kaiming, 1, generator, ScalarType.Float32, CPU).DetachFromDisposeScope();
        Tensor Classes(int classes, long[] shape) => randint(0, classes, shape, ScalarType.Int64, generator: generator).DetachFromDisposeScope();
        images = transformer is not null ? Classes(Vocabulary, [batch, transformer.Context]) : randn([batch, channels, size, size], generator: generator).DetachFromDisposeScope();
        labels = transformer is not null ? Classes(Vocabulary, [batch, transformer.Context]) : Classes(10, [batch]);
    }

    public string Name { get; }

    public int Batch { get; }

    public int Columns { get; }

    public Network Network { get; }

    public Tensor Weights { get; }

    /// <summary>Floating-point operations of one gradient: a product and two transposed ones for each layer, but one for the first, whose input needs none.</summary>
    public double GradientOperations
    {
        get
        {
            // Two products in every attention, each of which takes its whole square.
            double total = transformer is null ? 0 : 3 * 2 * 2.0 * Batch * transformer.Layers * transformer.Context * transformer.Context * transformer.Width;
            bool first = transformer is null;
            foreach (ParameterShape shape in Network.Layout.Shapes.Where(shape => shape.Role == ParameterRole.Weight))
            {
                double forward = 2.0 * Batch * shape.Count * Places(shape);
                total += forward * (first ? 2 : 3);
                first = false;
            }

            return total;
        }
    }

    /// <summary>NETWORK:BATCH:COLUMNS, where a network is a built-in one, gpt-LAYERS-HEADS-WIDTH-CONTEXT, or a TorchScript file for digits.</summary>
    public static BenchmarkCase Parse(string text)
    {
        string[] parts = text.Split(':');
        return new(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>An inner loop whose columns are all live, to be stepped again and again.</summary>
    public Runner Start(CurvatureOptions curvature, int? columns = null) => new(this, curvature, columns ?? Columns);

    public void Dispose()
    {
        Weights.Dispose();
        images.Dispose();
        labels.Dispose();
    }

    private static GptShape? Transformer(string name)
    {
        string[] parts = name.Split('-');
        int Size(int part) => int.Parse(parts[part], CultureInfo.InvariantCulture);
        return parts is ["gpt", _, _, _, _] ? new(Size(1), Size(2), Size(3), Size(4)) : null;
    }

    /// <summary>At how many places a kernel is applied; dense layers at one, or at every token.</summary>
    private double Places(ParameterShape shape)
    {
        if (transformer is not null)
        {
            return transformer.Context;
        }

        if (shape.Shape.Length == 2)
        {
            return 1;
        }

        long side = Name == "lenet" ? (shape.Shape[0] == 6 ? 24 : 8) : 32 * 16 / shape.Shape[0];
        return side * side;
    }

    /// <summary>A state and a loop over it.</summary>
    internal sealed class Runner : IDisposable, IBatchSource
    {
        private readonly BenchmarkCase given;
        private readonly InnerLoop loop;
        private readonly InnerState state;
        private readonly int last;

        public Runner(BenchmarkCase given, CurvatureOptions curvature, int columns)
        {
            this.given = given;
            PerKind<Schedule> schedules = new(new([.. Enumerable.Repeat(1e-4, Math.Max(1, columns - 2))]), Schedule.Constant(0.5), Schedule.Constant(1e-4));
            Column[] all = [.. ColumnLayout.All(schedules, _ => true).Take(columns)];
            int horizon = Math.Max(columns, 2);
            last = horizon - 1;
            loop = new(new InnerProblem(schedules, horizon, 3, 1), new ColumnLayout(all, schedules, horizon), curvature.Create(given.Network), this);
            state = new(given.Weights, columns);
            state.Tangents.WeightTangents.normal_();
        }

        public void Step() => loop.Step(state, last).Dispose();

        public (Tensor Images, Tensor Labels) Next(int step) => (given.images.alias(), given.labels.alias());

        public void Dispose() => state.Dispose();
    }
}
