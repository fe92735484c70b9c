using System.Collections.Immutable;
using Fds.Contracts.DataFiles;
using Orleans.Runtime;

namespace Fds.Grains.DataFiles;

/// <summary>
/// The list of files that belong into every data folder. A silo that lacks one gets it from another: when the file is listed, when the silo
/// starts, once a minute, and before a run that needs the file.
/// </summary>
[GrainType("fds-data-files")]
internal sealed class DataFilesGrain([PersistentState("data-files", StorageNames.Fds)] IPersistentState<DataFilesState> stored, IClusterMembershipService membership, TimeProvider time, DataLog log)
    : Grain, IDataFilesGrain
{
    private const int Most = 10_000;
    private const int PageSize = 100;

    private SortedDictionary<string, DataFile> Files => stored.State.Files;

    public async Task<DataFileReport> Check(DataFile file)
    {
        DataFileStatus[] silos = DataFileName.Complaint(file.Path) is null ? await AskAll(folder => folder.Consider(file)) : [];
        return new() { File = file, Silos = [.. silos], Refusal = await WhyNotTaken(file, silos) };
    }

    public async Task<DataFileReport> Add(DataFile file)
    {
        if (DataFileName.Complaint(file.Path) is { } odd)
        {
            throw new DataRefusedException(odd);
        }

        DataFile? before = Files.GetValueOrDefault(file.Path);
        if (before is null && Files.Count >= Most)
        {
            throw new DataRefusedException($"the cluster keeps a list of at most {Most} files. Remove some with 'fds data remove'.");
        }

        if (before is null || !before.IsSameAs(file) || (file.Replaces && !before.Replaces))
        {
            DataFile now = before?.IsSameAs(file) == true ? before with { Replaces = true } : file with { PutAt = time.GetUtcNow() };
            await Change(() => Files[file.Path] = now);
            log.Listed(file.Path, file.Bytes, file.Sha256);
        }

        DataFile listed = Files[file.Path];
        return new() { File = listed, Silos = [.. await AskAll(folder => folder.Fetch(listed))] };
    }

    public async Task<DataFileReport?> Look(string path) =>
        Files.GetValueOrDefault(path) is { } file ? new() { File = file, Silos = [.. await AskAll(async folder => (await folder.Look([file]))[0])] } : null;

    public async Task<ImmutableArray<DataFileReport>> List(string? after)
    {
        ImmutableArray<DataFile> files = [.. Files.Values.Where(file => after is null || string.CompareOrdinal(file.Path, after) > 0).Take(PageSize)];
        string[] names = Active();
        ImmutableArray<DataFileStatus>[] silos = await Task.WhenAll(names.Select(name => LookAt(name, files)));
        return [.. files.Select((file, i) => new DataFileReport { File = file, Silos = [.. silos.Select(found => found[i])] })];
    }

    public Task<ImmutableArray<DataFile>> Find(ImmutableArray<string> paths) =>
        Task.FromResult<ImmutableArray<DataFile>>([.. Files.Values.Where(file => paths.IsEmpty || paths.Any(path => file.Path == path || file.Path.StartsWith(path + "/", StringComparison.Ordinal)))]);

    public async Task<DataFileReport?> Remove(string path)
    {
        if (Files.GetValueOrDefault(path) is not { } file)
        {
            return null;
        }

        if (await WhyInUse(path, "Wait for them, or cancel them.") is { } used)
        {
            return new() { File = file, Silos = [], Refusal = used };
        }

        // The list first, so that no silo gets it again from another that has not deleted it yet.
        await Change(() => Files.Remove(path));
        log.Unlisted(path, file.Sha256);
        return new() { File = file, Silos = [.. await AskAll(folder => folder.Delete(file))] };
    }

    private async Task<string?> WhyNotTaken(DataFile file, DataFileStatus[] silos)
    {
        if (DataFileName.Complaint(file.Path) is { } odd)
        {
            return odd;
        }

        if (silos.FirstOrDefault(silo => silo is { Condition: not DataFileCondition.Unknown, Reason: not null }) is { Reason: var reason })
        {
            return reason;
        }

        if (silos.All(silo => silo.Condition == DataFileCondition.Unknown))
        {
            return "no silo answers now. Try again.";
        }

        string[] others = [.. silos.Where(silo => silo.Condition == DataFileCondition.Other).Select(silo => silo.Silo)];
        bool isListedOtherwise = Files.GetValueOrDefault(file.Path) is { } listed && !listed.IsSameAs(file);
        if (others.Length == 0 && !isListedOtherwise)
        {
            bool isNew = !Files.ContainsKey(file.Path) && silos.All(silo => silo.Condition != DataFileCondition.Here);
            return isNew ? await WhyInUse(file.Path, "Wait for them, cancel them, or put the file elsewhere with --as.", asPartOfAFolder: true) : null;
        }

        return file.Replaces
            ? await WhyInUse(file.Path, "Wait for them, cancel them, or put the file under another name with --as.")
            : $"{file.Path} is in the cluster already with other content{(others.Length > 0 ? $", at {string.Join(", ", others)}" : "")}. Replace it with --force, or put the file under another name with --as.";
    }

    /// <param name="path">The file.</param>
    /// <param name="advice">What to do.</param>
    /// <param name="asPartOfAFolder">Whether only studies of a whole folder count: one that names the file itself may be waiting for it.</param>
    private async Task<string?> WhyInUse(string path, string advice, bool asPartOfAFolder = false)
    {
        IReadOnlyList<string> users = await DataUsers.Unfinished(GrainFactory, study => asPartOfAFolder ? DataUsers.ReadsFolderOf(study, path) : DataUsers.Reads(study, path));
        return users.Count == 0 ? null : $"{path} is read by studies that have not ended: {string.Join(", ", users.Take(5))}{(users.Count > 5 ? ", …" : "")}. Their runs must all read the same. {advice}";
    }

    private string[] Active() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.Name).Distinct().Order(StringComparer.Ordinal)];

    private IDataFolderGrain FolderOf(string silo) => GrainFactory.GetGrain<IDataFolderGrain>(silo + IDataFolderGrain.Suffix);

    private async Task<DataFileStatus[]> AskAll(Func<IDataFolderGrain, Task<DataFileStatus>> ask) => await Task.WhenAll(Active().Select(async name =>
    {
        try
        {
            return await ask(FolderOf(name));
        }
#pragma warning disable CA1031 // A silo that dies, or is of an earlier version, fails in several ways, all of which mean: it is not known.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return NotKnown(name, e);
        }
    }));

    private async Task<ImmutableArray<DataFileStatus>> LookAt(string name, ImmutableArray<DataFile> files)
    {
        try
        {
            return await FolderOf(name).Look(files);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return [.. files.Select(_ => NotKnown(name, e))];
        }
    }

    private static DataFileStatus NotKnown(string silo, Exception fault) =>
        new() { Silo = silo, Condition = DataFileCondition.Unknown, Reason = fault is DataRefusedException ? fault.Message : "it does not answer" };

    private async Task Change(Action change)
    {
        change();
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Memory differs from what is stored. The next call reads the stored list again.
            DeactivateOnIdle();
            throw;
        }
    }
}
