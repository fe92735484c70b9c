using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// One silo of two slots for all tests that leave it as it was. They take it in turn, give their studies names of their own, and leave none
/// that runs on.
/// </summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, StudyResult> results = [];
    private SiloProcess? silo;
    private ClusterConnection? cluster;

    /// <summary>Settings of a silo of two slots that reports often.</summary>
    internal static string[] Settings { get; } = ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.100"];

    internal SiloProcess Silo => silo!;

    internal ClusterConnection Cluster => cluster!;

    public async ValueTask InitializeAsync()
    {
        silo = await SiloProcess.Start(folder.Path, settings: Settings);
        Assert.True(silo.IsReady, silo.Handshake.ToString());
        cluster = await ClusterConnection.Open(silo);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }

        if (silo is not null)
        {
            await silo.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>Runs a study to its end.</summary>
    internal async Task<StudyResult> Run(StudySubmission study)
    {
        await Cluster.Study(study.Specification.Name).Submit(study);
        return await Cluster.Result(study.Specification.Name);
    }

    /// <summary>How a study ends here, where nothing happens to it; it is run once.</summary>
    internal async Task<StudyResult> Undisturbed(StudySubmission study)
    {
        if (!results.TryGetValue(study.Specification.Name, out StudyResult? result))
        {
            result = await Run(study);
            results.Add(study.Specification.Name, result);
        }

        Assert.Equal((study.File, StudyState.Succeeded), (result.Submission.File, result.Status.State));
        return result;
    }
}
