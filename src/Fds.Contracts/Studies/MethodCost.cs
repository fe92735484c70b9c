namespace Fds.Contracts.Studies;

/// <summary>What a method has spent on learning, without the retraining that follows: the same measure for every method.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.MethodCost")]
public sealed record MethodCost
{
    /// <summary>In gradient steps: forward and backward passes over one mini-batch, a tangent column at its arithmetic cost of two.</summary>
    [Id(0)]
    public double GradientSteps { get; init; } = 0;

    /// <summary>Time on devices, added up over them, in seconds.</summary>
    [Id(1)]
    public double DeviceSeconds { get; init; } = 0;

    /// <summary>Wall-clock time, in seconds, while the study ran.</summary>
    [Id(2)]
    public double Seconds { get; init; } = 0;
}
