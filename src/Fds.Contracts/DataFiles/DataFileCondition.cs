namespace Fds.Contracts.DataFiles;

/// <summary>What a silo's data folder has of a file.</summary>
[GenerateSerializer]
[Alias("fds.DataFileCondition")]
public enum DataFileCondition
{
    /// <summary>Nothing is under its name.</summary>
    Absent,

    /// <summary>The file, with its content.</summary>
    Here,

    /// <summary>Something else is under its name.</summary>
    Other,

    /// <summary>It is being copied there from another silo.</summary>
    Coming,

    /// <summary>Something is under its name whose content is being read.</summary>
    Checking,

    /// <summary>The silo does not answer.</summary>
    Unknown,
}
