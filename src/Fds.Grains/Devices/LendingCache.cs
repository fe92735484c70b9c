namespace Fds.Grains.Devices;

/// <summary>
/// Lends what is dear to make to several at once. What is not in use makes room for what is new. What was made of something that has changed since
/// is not lent any more; whoever has it keeps it.
/// </summary>
internal sealed class LendingCache<TKey, T>(TimeProvider time) : IDisposable
    where TKey : notnull
    where T : IDisposable
{
    /// <summary>Whether something has changed is not looked at more often: looking can mean thousands of files.</summary>
    public static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = [];

    /// <summary>Borrows something; it is made when it is first used.</summary>
    /// <param name="key">What.</param>
    /// <param name="look">Tells what it would be made of now from what it was made of; null where that cannot be told.</param>
    /// <param name="make">Makes it.</param>
    public Loan<T> Borrow(TKey key, Func<string?> look, Func<T> make)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out Entry? known) && time.GetElapsedTime(known.LookedAt) < LookPeriod)
            {
                return Lend(key, known);
            }
        }

        // Not under the lock: it may take a while, and others want other things.
        string? seen = look();
        lock (gate)
        {
            if (entries.TryGetValue(key, out Entry? known) && (seen is null || known.Seen == seen))
            {
                known.LookedAt = time.GetTimestamp();
                return Lend(key, known);
            }

            Drop(key);
            DropUnused();
            return Lend(key, entries[key] = new(seen, new Lazy<T>(make)) { LookedAt = time.GetTimestamp() });
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            DropUnused();
        }
    }

    private Loan<T> Lend(TKey key, Entry entry)
    {
        entry.Users++;
        return new(entry.Value, () => Forget(key, entry), () => GiveBack(key, entry));
    }

    private void Forget(TKey key, Entry entry)
    {
        lock (gate)
        {
            if (IsLent(key, entry))
            {
                entries.Remove(key);
            }
        }
    }

    private void GiveBack(TKey key, Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            if (entry.Users == 0 && !IsLent(key, entry))
            {
                entry.Dispose();
            }
        }
    }

    private bool IsLent(TKey key, Entry entry) => entries.GetValueOrDefault(key) == entry;

    private void DropUnused()
    {
        foreach (TKey key in entries.Where(pair => pair.Value.Users == 0).Select(pair => pair.Key).ToList())
        {
            Drop(key);
        }
    }

    private void Drop(TKey key)
    {
        if (entries.Remove(key, out Entry? entry) && entry.Users == 0)
        {
            entry.Dispose();
        }
    }

    private sealed class Entry(string? seen, Lazy<T> value) : IDisposable
    {
        /// <summary>What it is made of.</summary>
        public string? Seen => seen;

        public Lazy<T> Value => value;

        public long LookedAt { get; set; }

        public int Users { get; set; }

        public void Dispose()
        {
            if (value.IsValueCreated)
            {
                value.Value.Dispose();
            }
        }
    }
}
