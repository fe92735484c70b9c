using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Tests of two silos: one after the other, and not beside others, because they watch clocks.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TwoSilosTests : ICollectionFixture<TwoSilos>
{
    public const string Name = "two silos";
}
