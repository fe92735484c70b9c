namespace Fds.Observability.Tests.Live;

/// <summary>Tests of real clusters: one after the other, because they watch clocks.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterTurns
{
    public const string Name = "clusters";
}
