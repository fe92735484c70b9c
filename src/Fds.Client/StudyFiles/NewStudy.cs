using System.Text.RegularExpressions;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.StudyFiles;

/// <summary>What a new study file is made from: the answers to five questions.</summary>
internal sealed partial record NewStudy
{
    /// <summary>The study's name.</summary>
    public string Name { get; init; } = "my-study";

    /// <summary>A data set by name, or a file of one's own.</summary>
    public string Data { get; init; } = "glyphs";

    /// <summary>A network by name, or a file of TorchScript; null: one that suits the data.</summary>
    public string? Network { get; init; }

    /// <summary>The horizon: "5 epochs" or "300 steps"; null: one that suits the data.</summary>
    public string? Length { get; init; }

    /// <summary>Windows of the learning rate.</summary>
    public string Windows { get; init; } = "5";

    /// <summary>What kind of file of one's own the data are; null where they are a data set by name.</summary>
    public string? DataForm => Path.GetExtension(Data).ToLowerInvariant() switch
    {
        ".npz" or ".safetensors" => DataSpecification.Arrays,
        ".csv" or ".tsv" => DataSpecification.Table,
        ".txt" => DataSpecification.Text,
        _ => null,
    };

    /// <summary>The network's name or file.</summary>
    public string Model => Network ?? DataForm switch
    {
        DataSpecification.Text => ModelSpecification.Transformer,
        not null => ModelSpecification.Mlp,
        null => Data is "mnist" or "fashion-mnist" ? "lenet" : Data is "cifar-10" or "cifar-100" ? "wrn-10-1" : ModelSpecification.Mlp,
    };

    /// <summary>Whether the network is a file of TorchScript.</summary>
    public bool IsScript => Path.GetExtension(Model).ToLowerInvariant() is ".pt" or ".pth";

    /// <summary>The horizon in words.</summary>
    public string Horizon => Length ?? (DataForm is null ? "2 epochs" : "300 steps");

    /// <summary>The horizon as a field of a study file and its value.</summary>
    public (string Field, string Value) HorizonField => Duration().Match(Horizon) is { Success: true } match
        ? (match.Groups["unit"].Value.StartsWith('e') ? "epochs" : "steps", match.Groups["count"].Value)
        : ("steps", Horizon);

    /// <summary>The first thing that is wrong with it; null where nothing is.</summary>
    public string? Complaint() => Duration().IsMatch(Horizon)
        ? StudyFileReader.Read(NewStudyFile.Of(this, "study.yaml"), "").Faults.Select(fault => $"{fault.Path}: found {fault.Found}; {fault.Message}").FirstOrDefault()
        : $"found '{Horizon}'; expected a number of epochs or of inner steps, such as 2 epochs or 300 steps.";

    [GeneratedRegex(@"^(?<count>\d+)\s*(?<unit>epochs?|steps?)$")]
    private static partial Regex Duration();
}
