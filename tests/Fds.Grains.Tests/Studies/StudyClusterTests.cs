using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>The tests that share one silo, one after another: a run that is held up in one must not wait for a slot that another holds.</summary>
[CollectionDefinition(Name)]
public sealed class StudyClusterTests : ICollectionFixture<StudyCluster>
{
    public const string Name = "study cluster";
}
