using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Tests of one silo that all of them leave as it was: one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedSiloTests : ICollectionFixture<SharedSilo>
{
    public const string Name = "one silo";
}
