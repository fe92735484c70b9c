using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>The shape of the network's section.</summary>
internal static class ModelShape
{
    private const int MostLayers = 100;
    private const int MostHeads = 100;
    private const int Widest = 10_000;
    private const int LongestContext = 10_000;

    /// <summary>Stands for a context that the file does not give, which is then the data's.</summary>
    private const int Unsaid = 0;

    private static readonly GptSpecification Default = new();

    /// <summary>Reads section model.</summary>
    public static ModelSpecification Read(IFields model)
    {
        string name = model.Required("name", "mlp, lenet, lenet-bn or wrn-DEPTH-WIDEN, e.g. wrn-16-1; gpt, a transformer for text; torchscript, a network of your own that PyTorch has written; module, one of your own in .NET; or quadratic, an analytic problem of eight weights for trying a cluster.", Rules.ModelName);
        bool module = name == ModelSpecification.Module;
        bool own = module || name == ModelSpecification.TorchScript;
        string? path = model.Optional("path", "With torchscript, the file that torch.jit.script(model).save(path) or torch.jit.trace(model, example).save(path) wrote; with module, a .NET assembly, with its dependencies beside it. Relative to the data folder; for a study on this machine also to the study file.", new OptionalTextRule(Rules.File), null);
        string? type = model.Optional("type", "With module, the class that is the network, with its namespace; default: the only one in the assembly.", new OptionalTextRule(Rules.Type), null);
        GptSpecification? gpt = Gpt(model, isGpt: name == ModelSpecification.Transformer);
        Initialisation initialisation = model.Optional("initialisation", "How weights are drawn; default: xavier, of a gpt normal. file, the default of both: as they are in a torchscript file or as its exported method reset_parameters draws them, and as the constructor of a module draws them.", Rules.Initialisation, ModelSpecification.DefaultInitialisation(name));
        TrainingLoss? loss = model.Optional("loss", "What training makes small: cross-entropy of classes, in nats, a mean over every position of a text; mse, the mean squared error of real targets; own, what a torchscript network's exported method loss(output, target) or a module's ITrainingLoss says, while it is judged by the loss that the data have; auto: the one that the data have.", new OptionalRule<TrainingLoss>(Rules.Loss, none: "auto"), null);
        ImmutableArray<long> hidden = model.Optional("hidden", "Of mlp, the units of every hidden layer.", new ListRule<long>(new IntegerRule(1, 65_536), 1, 100), [.. ModelSpecification.DefaultHidden.Select(units => (long)units)]);
        model.Require("loss", name != ModelSpecification.Quadratic || loss is null, "expected auto: the analytic problem has a loss of its own.");
        model.Require("loss", own || loss != TrainingLoss.Own, "expected another one than own: only models torchscript and module bring a loss.");
        model.Require("hidden", name == ModelSpecification.Mlp || !model.Has("hidden"), "expected none: only model mlp has hidden layers to choose.");
        model.Require("name", !own || path is not null, $"expected model.path with it: {(module ? "the assembly that has it" : "the file that PyTorch wrote")}.");
        model.Require("path", own || path is null, "expected none: only models torchscript and module are read from a file.");
        model.Require("type", module || type is null, "expected none: only model module has a type to choose.");
        model.Require("initialisation", own || initialisation != Initialisation.File, "expected another one than file: only models torchscript and module are read from a file.");
        return new()
        {
            Name = name,
            Path = path,
            Type = type,
            Gpt = gpt,
            Initialisation = initialisation,
            Loss = loss,
            Hidden = model.Has("hidden") ? [.. hidden.Select(units => (int)units)] : [],
            Gain = model.Optional("gain", "Scale of the initialisation; default: 1, for kaiming √2, which suits rectifiers, for normal weights of a gpt 0.02.", new NumberRule(0, 1000, openMinimum: true), ModelSpecification.DefaultGain(name, initialisation)),
        };
    }

    /// <summary>The study with a gpt's context where the file gives none. It is given tokens, as many in every example as its context has.</summary>
    /// <param name="model">Section model.</param>
    /// <param name="study">The study as far as it has been read.</param>
    /// <param name="isSound">Whether section data has nothing but values that their own rules allow.</param>
    public static StudySpecification Settle(IFields model, StudySpecification study, bool isSound)
    {
        if (study.Model.Gpt is not { } gpt)
        {
            return study;
        }

        bool text = study.Data.Name == DataSpecification.Text;
        model.Require("name", !isSound || text, $"expected data.name {DataSpecification.Text} with it: a gpt is given tokens, and the examples of {study.Data.Name} are none.");
        model.Require("context", !isSound || !text || gpt.Context == Unsaid || gpt.Context == study.Data.Block, $"expected {study.Data.Block}, the data.block: an example has as many tokens as the context.");
        model.Require("context", !isSound || !(study.Data.Block > LongestContext), $"expected data.block of at most {LongestContext} with it: attention is between all pairs of an example's tokens.");
        return gpt.Context == Unsaid ? study with { Model = study.Model with { Gpt = gpt with { Context = study.Data.Block ?? Default.Context } } } : study;
    }

    private static GptSpecification? Gpt(IFields model, bool isGpt)
    {
        int? Size(string name, string description, int most, string whenAbsent)
        {
            int? size = (int?)model.Optional(name, $"With gpt, {description}; default: {whenAbsent}.", new OptionalRule<long>(new IntegerRule(1, most)), null);
            model.Require(name, isGpt || size is null, "expected none: only model gpt has it.");
            return size;
        }

        int? layers = Size("layers", "how many blocks of attention and perceptron it has", MostLayers, $"{Default.Layers}");
        int? heads = Size("heads", "how many heads every attention has; they divide the width", MostHeads, $"{Default.Heads}");
        int? width = Size("width", "how many numbers stand for a token", Widest, $"{Default.Width}");
        int? context = Size("context", "how many tokens an example has", LongestContext, "data.block");
        GptSpecification gpt = new() { Layers = layers ?? Default.Layers, Heads = heads ?? Default.Heads, Width = width ?? Default.Width, Context = context ?? Unsaid };
        model.Require(width is null ? "heads" : "width", !isGpt || gpt.Width % gpt.Heads == 0, $"expected a width that the heads divide, but {gpt.Heads} heads do not divide {gpt.Width}.");
        return isGpt ? gpt : null;
    }
}
