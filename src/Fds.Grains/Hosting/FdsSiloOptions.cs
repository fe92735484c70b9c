using System.ComponentModel.DataAnnotations;

namespace Fds.Grains.Hosting;

/// <summary>Settings of one silo, section <c>Fds</c>.</summary>
public sealed class FdsSiloOptions : IValidatableObject
{
    /// <summary>Fewest heartbeats per lease, so that one missing heartbeat does not make a run count as lost.</summary>
    internal const int HeartbeatsPerLease = 3;

    /// <summary>The section's name.</summary>
    public const string Section = "Fds";

    /// <summary>Name of this silo, unique in its cluster; part of its devices' keys. Default: the host's name.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9][-A-Za-z0-9_.]*", ErrorMessage = "Fds:SiloName must consist of letters, digits, '-', '_' and '.'.")]
    public string SiloName { get; set; } = Environment.MachineName;

    /// <summary>Folder of stored state. Default: <c>fds-state</c> in the working directory.</summary>
    [Required]
    public string Storage { get; set; } = "fds-state";

    /// <summary>Folder of data sets; null: the environment variable FDS_DATA, if set.</summary>
    public string? Data { get; set; }

    /// <summary>
    /// Whether studies may read data outside the data folder: by absolute paths, '..' and links. A private silo may, since its user owns
    /// the files anyway. Default: false.
    /// </summary>
    public bool ReadAnywhere { get; set; }

    /// <summary>
    /// Whether this silo is its whole cluster, so that it refuses at once a study whose files it cannot read: no other silo may have them. A
    /// private silo is. Default: false.
    /// </summary>
    public bool Alone { get; set; }

    /// <summary>
    /// Whether studies may bring .NET assemblies (<c>model.name: module</c>). Their code runs in this process, with all of its rights. A private
    /// silo does not allow it by itself either. Default: false.
    /// </summary>
    public bool AllowAssemblies { get; set; }

    /// <summary>
    /// Most bytes of a file that a console may put into the data folder, 0 (it takes none) to 1 TiB. Files of other silos are held to it, too.
    /// Default: 4 GiB.
    /// </summary>
    [Range(typeof(long), "0", "1099511627776")]
    public long MaxDataFileBytes { get; set; } = 4L << 30;

    /// <summary>Silence after which an upload into the data folder counts as broken off and is removed, 1 s to 1 h. Default: 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DataUploadIdle { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// What this silo computes on: <c>cuda</c>, and a silo that cannot does not start; <c>cpu</c>, also where there are CUDA devices; null:
    /// CUDA devices where there are any, else the CPU. Default: null.
    /// </summary>
    [AllowedValues(null, "cuda", "cpu", ErrorMessage = "Fds:Device must be cuda or cpu, or left out.")]
    public string? Device { get; set; }

    /// <summary>
    /// Slots on each CUDA device, 1 to 64. The runs of one device's slots take turns on it and share its memory: more than one pays where
    /// a network is so small that the device waits for the host between two steps. Default: 1.
    /// </summary>
    [Range(1, 64)]
    public int SlotsPerGpu { get; set; } = 1;

    /// <summary>
    /// Whether CUDA devices compute float32 products in TensorFloat-32: faster, with factors of 10 bits after the point instead of 23, and
    /// so are Hessian products. Runs do not resume from checkpoints of the other choice. Default: false.
    /// </summary>
    public bool Tf32 { get; set; }

    /// <summary>Number of CPU device slots, 1 to 1024; 0: one slot per core. Not used where there are CUDA devices. Default: 0.</summary>
    [Range(0, 1024)]
    public int Slots { get; set; }

    /// <summary>Threads that one CPU slot computes with, 1 to 1024; 0: the cores divided by the slots. Default: 0.</summary>
    [Range(0, 1024)]
    public int ThreadsPerSlot { get; set; }

    /// <summary>Time between a device's reports while it runs, 0.05 s to 1 min and at most a third of <see cref="Lease"/>. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which a study considers a run lost, 1 s to 10 min. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between a silo's registrations of its devices, 0.1 s to 5 s: a scheduler drops a device that it has not heard of for 20 s. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan Registration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often one replica may fail with an exception before it is left out, or fail to read its data before the study ends, 1 to 100.
    /// Default: 3.
    /// </summary>
    [Range(1, 100)]
    public int AttemptsPerReplica { get; set; } = 3;

    /// <summary>Time between a run's checkpoints, 0 (at every inner step) to 1 day: a silo's death costs at most this much of a run. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Folder of checkpoints; null: <c>checkpoints</c> in the folder of stored state. Silos of one cluster must see the same one, or a
    /// run that moves to another silo starts over. Default: null.
    /// </summary>
    public string? Checkpoints { get; set; }

    /// <summary>
    /// Time that a stopping silo has to hand its runs back and leave the cluster, 1 s to 1 h. After that it ends in any case.
    /// Its supervisor must wait longer before it kills the silo. Default: 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an ended study stays in memory after it was last asked for, 1 s to 1 d; it is loaded again when it is. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan EndedStudyIdle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Lines of the log that are kept in memory about each study, for <c>fds logs</c>, 1 to 100000; a study's oldest go first. Default: 2000.
    /// </summary>
    [Range(1, 100_000)]
    public int StudyLogLines { get; set; } = 2000;

    /// <summary>Memory for the lines of all studies, 0 (none are kept) to 1 GiB; the oldest go first. Default: 16 MiB.</summary>
    [Range(0, 1 << 30)]
    public int StudyLogBytes { get; set; } = 16 << 20;

    /// <summary>How long these lines are kept at most, 1 min to 30 d; they go with the silo's process in any case. Default: 1 d.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan StudyLogAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The effective data folder.</summary>
    public string? DataFolder => Data ?? Environment.GetEnvironmentVariable("FDS_DATA");

    /// <summary>The effective folder of checkpoints.</summary>
    public string CheckpointFolder => Path.GetFullPath(string.IsNullOrEmpty(Checkpoints) ? Path.Combine(Storage, "checkpoints") : Checkpoints);

    /// <summary>The effective number of CPU slots.</summary>
    public int CpuSlots => Slots > 0 ? Slots : Environment.ProcessorCount;

    /// <summary>The effective number of threads per CPU slot.</summary>
    public int CpuThreadsPerSlot => ThreadsPerSlot > 0 ? ThreadsPerSlot : Math.Max(1, Environment.ProcessorCount / CpuSlots);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Lease < HeartbeatsPerLease * Heartbeat)
        {
            yield return new(
                $"{Section}:{nameof(Lease)} must be at least {HeartbeatsPerLease} times {Section}:{nameof(Heartbeat)}, which is {Heartbeat:c}, or runs are taken for lost between two of their reports, "
                + $"but is {Lease:c}. Set it to {HeartbeatsPerLease * Heartbeat:c} or more.",
                [nameof(Lease)]);
        }
    }
}
