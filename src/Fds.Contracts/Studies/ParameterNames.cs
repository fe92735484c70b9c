using System.Collections.Immutable;
using System.Globalization;

namespace Fds.Contracts.Studies;

/// <summary>
/// The names by which groups call the parameters of the built-in networks: layers are numbered by their type from 1, in the order of the
/// parameters; those of a gpt are called by what they do, e.g. <c>block2.attention.qkv.weight</c>. They are those of the numerics' layouts.
/// </summary>
public static class ParameterNames
{
    /// <summary>The names of a model's parameters, in order.</summary>
    public static ImmutableArray<string> Of(ModelSpecification model) => [.. Layers(model).SelectMany(Parameters)];

    /// <summary>
    /// One group for each layer with a weight matrix or kernel, its bias included, and one for the scales and shifts of all normalisations,
    /// which are few and much alike. Of a gpt the layers are the embedding, the places, the attention and the perceptron of each block, and the head.
    /// </summary>
    public static ImmutableArray<ParameterGroup> Grouped(ModelSpecification model)
    {
        ImmutableArray<string> all = Of(model);
        IEnumerable<ParameterGroup> groups = all.Where(name => !IsNormalisation(name)).GroupBy(LayerOf).Select(layer => new ParameterGroup { Name = layer.Key, Parameters = [.. layer] });
        string[] normalisations = [.. all.Where(IsNormalisation)];
        return normalisations.Length == 0 ? [.. groups] : [.. groups, new() { Name = "norms", Parameters = [.. normalisations] }];
    }

    private static bool IsNormalisation(string parameter) => parameter.Split('.')[^2].StartsWith("norm", StringComparison.Ordinal);

    /// <summary>conv1 of conv1.weight, and block2-attention of block2.attention.qkv.weight.</summary>
    private static string LayerOf(string parameter) => parameter.Split('.') is [var block, var layer, _, _] ? $"{block}-{layer}" : parameter[..parameter.IndexOf('.', StringComparison.Ordinal)];

    private static IEnumerable<string> Parameters((string Name, bool HasBias) layer) => layer.HasBias ? [$"{layer.Name}.weight", $"{layer.Name}.bias"] : [$"{layer.Name}.weight"];

    private static IEnumerable<(string Name, bool HasBias)> Layers(ModelSpecification model) => model.Name switch
    {
        ModelSpecification.Quadratic => [("flat1", false), ("steep1", false)],
        ModelSpecification.Mlp => Numbered([.. Enumerable.Repeat("dense", model.HiddenLayers + 1)]),
        "lenet" => Numbered("conv", "conv", "dense", "dense", "dense"),
        "lenet-bn" => Numbered("conv", "norm", "conv", "norm", "dense", "dense", "dense"),
        ModelSpecification.Transformer => Transformer(model.Gpt!.Layers),
        _ => Wide(model.Name),
    };

    /// <summary>Of a gpt, whose two tables have no biases.</summary>
    private static IEnumerable<(string Name, bool HasBias)> Transformer(int layers) =>
    [
        ("embedding", false), ("positions", false),
        .. Enumerable.Range(1, layers).SelectMany(block => ((string[])["norm1", "attention.qkv", "attention.out", "norm2", "mlp.up", "mlp.down"]).Select(layer => ($"block{block}.{layer}", true))),
        ("norm", true), ("head", true),
    ];

    /// <summary>Of wrn-DEPTH-WIDEN, whose convolutions have no biases.</summary>
    private static IEnumerable<(string Name, bool HasBias)> Wide(string model)
    {
        string[] parts = model.Split('-');
        int blocks = (int.Parse(parts[1], CultureInfo.InvariantCulture) - 4) / 6;
        int widen = int.Parse(parts[2], CultureInfo.InvariantCulture);
        List<string> types = ["conv"];
        for (int part = 1; part <= 3; part++)
        {
            for (int block = 0; block < blocks; block++)
            {
                bool projects = block == 0 && (part > 1 || widen > 1);
                types.AddRange(["norm", "conv", "norm", "conv", .. projects ? ["conv"] : Array.Empty<string>()]);
            }
        }

        return Numbered([.. types, "norm", "dense"]).Select(layer => (layer.Name, !layer.Name.StartsWith("conv", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Name, bool HasBias)> Numbered(params string[] types) =>
        types.Select((type, i) => ($"{type}{types.Take(i + 1).Count(each => each == type)}", true));
}
