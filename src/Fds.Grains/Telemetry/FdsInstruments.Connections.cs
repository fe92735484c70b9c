namespace Fds.Grains.Telemetry;

/// <summary>Metrics of the silo's connections.</summary>
public sealed partial class FdsInstruments
{
    /// <summary>The ports and reasons that there are: their counters are shown before anything is counted.</summary>
    public void ExpectConnections(IReadOnlyCollection<string> ports, IReadOnlyCollection<string> reasons)
    {
        foreach (string port in ports)
        {
            connectionsAccepted.Add(0, port);
            foreach (string reason in reasons)
            {
                connectionsRefused.Add(0, port, reason);
            }
        }
    }

    /// <summary>Counts a connection whose ends both presented an accepted certificate.</summary>
    public void OnConnectionAccepted(string port) => connectionsAccepted.Add(1, port);

    /// <summary>Counts a refused connection, with a reason from a fixed list.</summary>
    public void OnConnectionRefused(string port, string reason) => connectionsRefused.Add(1, port, reason);

    /// <summary>Shows from now on how long the certificate in force is still valid.</summary>
    /// <param name="validUntil">When it ends; asked at every scrape, as it may be replaced.</param>
    public void WatchCertificate(Func<DateTimeOffset> validUntil) =>
        Show(MetricCatalogue.CertificateRemaining, metric => [Of(metric, (validUntil() - time.GetUtcNow()).TotalSeconds)]);
}
