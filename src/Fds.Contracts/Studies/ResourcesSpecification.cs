namespace Fds.Contracts.Studies;

/// <summary>Where a study may run.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ResourcesSpecification")]
public sealed record ResourcesSpecification
{
    /// <summary>auto, cpu or cuda: the kind of device slots that its work asks for.</summary>
    [Id(0)]
    public string Device { get; init; } = "auto";

    /// <summary>How many replicas may run at once; null: as many as there are free slots.</summary>
    [Id(1)]
    public int? Parallelism { get; init; }

    /// <summary>Over how many slots one seed’s columns are divided.</summary>
    [Id(2)]
    public int ColumnShards { get; init; } = 1;

    /// <summary>Work of a study with a higher priority starts first, in [-100, 100]; studies of the same priority share the slots fairly.</summary>
    [Id(40)]
    public int Priority { get; init; } = 0;
}
