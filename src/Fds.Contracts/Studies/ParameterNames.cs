using System.Collections.Immutable;
using System.Globalization;

namespace Fds.Contracts.Studies;

/// <summary>
/// The names by which groups call the parameters of the built-in networks: layers are numbered by their type from 1, in the order of the
/// parameters. They are those of the numerics' layouts.
/// </summary>
public static class ParameterNames
{
    /// <summary>The names of a model's parameters, in order.</summary>
    /// <param name="model">A model's name as study files have it.</param>
    /// <param name="hidden">Number of hidden layers of mlp.</param>
    public static ImmutableArray<string> Of(string model, int hidden = 2) => [.. Layers(model, hidden).SelectMany(Parameters)];

    /// <summary>
    /// One group for each layer with a weight matrix or kernel, its bias included, and one for the scales and shifts of all normalisations,
    /// which are few and much alike.
    /// </summary>
    /// <param name="model">A model's name as study files have it.</param>
    /// <param name="hidden">Number of hidden layers of mlp.</param>
    public static ImmutableArray<ParameterGroup> Grouped(string model, int hidden = 2)
    {
        string[] layers = [.. Layers(model, hidden).Select(layer => layer.Name)];
        ImmutableArray<string> all = Of(model, hidden);
        string[] own = [.. layers.Where(layer => !IsNormalisation(layer))];
        IEnumerable<ParameterGroup> groups = own.Select(layer => new ParameterGroup { Name = layer, Parameters = [.. all.Where(name => LayerOf(name) == layer)] });
        return own.Length == layers.Length ? [.. groups] : [.. groups, new() { Name = "norms", Parameters = [.. all.Where(name => IsNormalisation(LayerOf(name)))] }];
    }

    private static bool IsNormalisation(string layer) => layer.StartsWith("norm", StringComparison.Ordinal);

    private static string LayerOf(string parameter) => parameter[..parameter.IndexOf('.', StringComparison.Ordinal)];

    private static IEnumerable<string> Parameters((string Name, bool HasBias) layer) => layer.HasBias ? [$"{layer.Name}.weight", $"{layer.Name}.bias"] : [$"{layer.Name}.weight"];

    private static IEnumerable<(string Name, bool HasBias)> Layers(string model, int hidden) => model switch
    {
        ModelSpecification.Quadratic => [("flat1", false), ("steep1", false)],
        ModelSpecification.Mlp => Numbered([.. Enumerable.Repeat("dense", hidden + 1)]),
        "lenet" => Numbered("conv", "conv", "dense", "dense", "dense"),
        "lenet-bn" => Numbered("conv", "norm", "conv", "norm", "dense", "dense", "dense"),
        _ => Wide(model),
    };

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
