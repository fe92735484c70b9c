using Fds.Grains.DataFiles;

namespace Fds.Grains.Telemetry;

/// <summary>Files that arrive in the data folder.</summary>
public sealed partial class FdsInstruments
{
    /// <param name="source">One of <see cref="FileSources"/>.</param>
    /// <param name="outcome">One of <see cref="FileOutcomes"/>.</param>
    /// <param name="bytes">How many bytes of it arrived.</param>
    internal void OnDataFile(string source, string outcome, long bytes)
    {
        dataFiles.Add(1, source, outcome);
        dataReceived.Add(bytes, source);
    }

    /// <summary>Shows the counters from now on, before anything is counted.</summary>
    internal void ExpectDataFiles()
    {
        foreach (string source in FileSources.All)
        {
            dataReceived.Add(0, source);
            foreach (string outcome in FileOutcomes.All)
            {
                dataFiles.Add(0, source, outcome);
            }
        }
    }
}
