namespace Fds.Contracts.Studies.File;

/// <summary>The shape of the network's section.</summary>
internal static class ModelShape
{
    private const int MostLayers = 100;
    private const int MostHeads = 100;
    private const int Widest = 10_000;
    private const int LongestContext = 10_000;

    /// <summary>The data set whose examples are tokens.</summary>
    private const string Text = "text";

    private static readonly GptSpecification Default = new();

    /// <summary>Reads section model.</summary>
    public static ModelSpecification Read(IFields model)
    {
        string name = model.Required("name", "mlp, lenet, lenet-bn or wrn-DEPTH-WIDEN, e.g. wrn-16-1; gpt, a transformer for text; torchscript, a network of your own that PyTorch has written; or quadratic, an analytic problem of eight weights for trying a cluster.", Rules.ModelName);
        bool own = name == ModelSpecification.TorchScript;
        string? path = model.Optional("path", "With torchscript, the file that torch.jit.script(model).save(path) or torch.jit.trace(model, example).save(path) wrote, relative to the data folder; for a study on this machine also to the study file.", new OptionalTextRule(Rules.File), null);
        GptSpecification? gpt = Gpt(model, isGpt: name == ModelSpecification.Transformer);
        Initialisation initialisation = model.Optional("initialisation", "How weights are drawn; default: xavier, of a gpt normal. file: as they are in a torchscript file, its default, or as its exported method reset_parameters draws them.", Rules.Initialisation, ModelSpecification.DefaultInitialisation(name));
        model.Require("name", !own || path is not null, "expected model.path with it: the file that PyTorch wrote.");
        model.Require("path", own || path is null, "expected none: only model torchscript is read from a file.");
        model.Require("initialisation", own || initialisation != Initialisation.File, "expected another one than file: only model torchscript is read from a file.");
        return new()
        {
            Name = name,
            Path = path,
            Gpt = gpt,
            Initialisation = initialisation,
            Gain = model.Optional("gain", "Scale of the initialisation; default: 1, for kaiming √2, which suits rectifiers, for normal weights of a gpt 0.02.", new NumberRule(0, 1000, openMinimum: true), ModelSpecification.DefaultGain(name, initialisation)),
        };
    }

    /// <summary>A gpt is given tokens, as many in every example as its context has.</summary>
    /// <param name="model">Section model.</param>
    /// <param name="study">The study as far as it has been read.</param>
    /// <param name="isSound">Whether section data has nothing but values that their own rules allow.</param>
    public static void RequireTokens(IFields model, StudySpecification study, bool isSound) =>
        model.Require("name", !isSound || study.Model.Gpt is null || study.Data.Name == Text, $"expected data.name {Text} with it: a gpt is given tokens, and the examples of {study.Data.Name} are none.");

    private static GptSpecification? Gpt(IFields model, bool isGpt)
    {
        int? Size(string name, string description, int most, int whenAbsent)
        {
            int? size = (int?)model.Optional(name, $"With gpt, {description}; default: {whenAbsent}.", new OptionalRule<long>(new IntegerRule(1, most)), null);
            model.Require(name, isGpt || size is null, "expected none: only model gpt has it.");
            return size;
        }

        int? layers = Size("layers", "how many blocks of attention and perceptron it has", MostLayers, Default.Layers);
        int? heads = Size("heads", "how many heads every attention has; they divide the width", MostHeads, Default.Heads);
        int? width = Size("width", "how many numbers stand for a token", Widest, Default.Width);
        int? context = Size("context", "how many tokens an example has", LongestContext, Default.Context);
        GptSpecification gpt = new() { Layers = layers ?? Default.Layers, Heads = heads ?? Default.Heads, Width = width ?? Default.Width, Context = context ?? Default.Context };
        model.Require(width is null ? "heads" : "width", !isGpt || gpt.Width % gpt.Heads == 0, $"expected a width that the heads divide, but {gpt.Heads} heads do not divide {gpt.Width}.");
        return isGpt ? gpt : null;
    }
}
