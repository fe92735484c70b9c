using System.CommandLine;
using Fds.Client.Rendering;

namespace Fds.Client.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> StudyFile() => new("--file", "-f") { Description = "The study file.", Required = true };

    public static Option<string?> Data() => new("--data") { Description = "Folder of data sets; default: the environment variable FDS_DATA." };

    public static Option<string?> Cluster() => new("--cluster") { Description = "Address of the cluster, HOST:PORT, or of several of its silos with commas between; default: FDS_CLUSTER, then the config file, then 127.0.0.1:30000." };

    public static Argument<string> Name() => new("name") { Description = "The study's name." };

    public static Option<OutputFormat> Output() => new("--output", "-o") { Description = "table, wide, json, yaml, csv or name.", DefaultValueFactory = _ => OutputFormat.Table };

    public static Option<int> Slots() => new("--slots")
    {
        Description = "Replicas that run at once on this machine; default: the number of seeds, at most one per core.",
        Validators = { result => { if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int slots) || slots is < 1 or > 1024)) { result.AddError($"--slots: found '{result.Tokens[0].Value}'; expected a whole number from 1 to 1024."); } } },
    };
}
