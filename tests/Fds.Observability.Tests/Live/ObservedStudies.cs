namespace Fds.Observability.Tests.Live;

/// <summary>A cluster that learns: a study with two seeds that goes on and on, and a comparison of methods.</summary>
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
