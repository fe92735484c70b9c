namespace Fds.Observability.Tests.Live;

/// <summary>A cluster that learns: a comparison of methods, and two studies that go on and on, so that there is always something that waits.</summary>
public sealed class ObservedStudies : IAsyncLifetime
{
    private readonly ObservedCluster cluster = new();

    public async ValueTask InitializeAsync()
    {
        await cluster.InitializeAsync();
        if (ObservedCluster.WhyImpossible is null)
        {
            await cluster.Submit(StudyFiles.Methods("methods"));
            await cluster.Submit(StudyFiles.Digits("digits"));
            await cluster.Submit(StudyFiles.Digits("more-digits"));
        }
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    /// <summary>The cluster; skips the test where there can be none.</summary>
    internal ObservedCluster Cluster()
    {
        ObservedCluster.Require();
        return cluster;
    }
}
