using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>The other half of the tests of studies, on a silo of their own beside the first half's: they mostly wait.</summary>
[CollectionDefinition(Name)]
public sealed class OtherStudyClusterTests : ICollectionFixture<StudyCluster>
{
    public const string Name = "another study cluster";
}
