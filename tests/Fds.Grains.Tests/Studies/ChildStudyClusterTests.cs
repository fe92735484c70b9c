using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>The tests of studies that belong to other studies, on a silo of their own: they mostly wait until one hears of the other.</summary>
[CollectionDefinition(Name)]
public sealed class ChildStudyClusterTests : ICollectionFixture<StudyCluster>
{
    public const string Name = "child study cluster";
}
