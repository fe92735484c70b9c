using System.ComponentModel.DataAnnotations;

namespace Fds.Grains.Hosting;

/// <summary>Settings of a cluster of several silos over PostgreSQL, section <c>Fds:Cluster</c>.</summary>
public sealed class FdsClusterOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Fds:Cluster";

    /// <summary>
    /// PostgreSQL that holds membership, state and reminders, e.g. <c>Host=db;Username=fds;Database=fds</c>. Default: none, which means
    /// one silo by itself with its state in files.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>Name of the cluster, which its silos and consoles share: 1 to 63 letters, digits and '-'. Default: fds.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?", ErrorMessage = "Fds:Cluster:Id must consist of 1 to 63 letters, digits and '-', with none of '-' at its ends.")]
    public string Id { get; set; } = "fds";

    /// <summary>Address or host name at which other silos and consoles reach this silo. Default: the address of this host's name.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Address that this silo listens at, <c>0.0.0.0</c> for all of its host's. Default: the advertised address alone.</summary>
    public string? ListenAddress { get; set; }

    /// <summary>
    /// Time that a silo has to answer another one's probe, which is also the time between probes, 0.2 s to 1 min; one that is found to
    /// answer slowly is given up to twice as long. Default: 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Probes in a row without an answer that make a silo suspected, 1 to 20. Default: 3.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>Silos that must suspect another one before it is declared dead, 1 to 10; fewer where fewer are left. Default: 2.</summary>
    [Range(1, 10)]
    public int Votes { get; set; } = 2;

    /// <summary>
    /// Time between a silo's signs of life in the database, and between its looks there at the others, 1 s to 5 min. A silo that starts
    /// while all others are dead waits for three of them before it believes so; one that was declared dead without being so learns of it
    /// within one. Default: 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SignOfLife { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between a silo's looks for studies that nobody runs, 1 s to 10 min; it also looks whenever a silo is declared dead. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Revival { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time between the calls of an unfinished study's reminder in the database, 1 s to 1 h: the longest that a study stays away which all
    /// silos and the catalogue have lost. Default: 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Reminder { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time that a starting silo waits for the database, 0 s to 1 h. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DatabaseWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time that a silo which starts in a pod waits for Kubernetes to answer, 1 s to 1 min. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan KubernetesWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether this silo is one of a cluster over PostgreSQL.</summary>
    public bool IsClustered => !string.IsNullOrWhiteSpace(ConnectionString);
}
