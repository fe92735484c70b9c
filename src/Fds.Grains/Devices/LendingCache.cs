namespace Fds.Grains.Devices;

/// <summary>
/// Lends objects that are expensive to make to several borrowers at once. Unused objects make room for new ones. An object whose source has changed
/// is no longer lent, but its current borrowers keep it.
/// </summary>
internal sealed class LendingCache<TKey, T>(TimeProvider time) : IDisposable
    where TKey : notnull
    where T : IDisposable
{
    /// <summary>Shortest time between two checks for changes, because a check can involve thousands of files.</summary>
    public static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = [];

    /// <summary>Borrows something; it is made when it is first used.</summary>
    /// <param name="key">What.</param>
    /// <param name="look">Identifies the current state of the source, to compare with the one that the object was made of; null if it cannot be determined.</param>
    /// <param name="make">Makes it.</param>
    public Loan<T> Borrow(TKey key, Func<string?> look, Func<T> make)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out Entry? known) && known.LookedAt is { } lookedAt && time.GetElapsedTime(lookedAt) < LookPeriod)
            {
                return Lend(key, known);
            }
        }

        // Outside the lock, because this may take a while and other borrowers need other objects.
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

    /// <summary>Checks for changes before anything is lent again, because the sources were just changed.</summary>
    public void LookAgain()
    {
        lock (gate)
        {
            foreach (Entry entry in entries.Values)
            {
                entry.LookedAt = null;
            }
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
        /// <summary>The state of the source that it was made of.</summary>
        public string? Seen => seen;

        public Lazy<T> Value => value;

        /// <summary>When its source was last checked; null: it must be checked before it is lent.</summary>
        public long? LookedAt { get; set; }

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
