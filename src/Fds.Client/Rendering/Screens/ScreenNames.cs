using Fds.Contracts.Studies;

namespace Fds.Client.Rendering.Screens;

/// <summary>Names of schedules on a screen: learningRate of conv1 where there is room, else lr conv1.</summary>
internal static class ScreenNames
{
    /// <summary>The name of a value's schedule.</summary>
    public static ScreenCell Of(HyperparameterReading value)
    {
        string name = value.Kind.Name(value.Group);
        string brief = value.Group is null ? name : $"{Brief(value.Kind)} {value.Group}";
        return new(TextFit.Width(name), width => [new(TextFit.Width(name) <= width ? name : TextFit.CutMiddle(brief, width))]);
    }

    private static string Brief(HyperparameterKind kind) => kind switch
    {
        HyperparameterKind.LearningRate => "lr",
        HyperparameterKind.Momentum => "mom",
        HyperparameterKind.WeightDecay => "wd",
        HyperparameterKind.Beta1 => "b1",
        HyperparameterKind.Beta2 => "b2",
        _ => "ls",
    };
}
