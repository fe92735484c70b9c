using System.Collections.Immutable;

namespace Fds.Core.Datasets;

/// <summary>How many examples of a class there are.</summary>
/// <param name="Name">What the class is called.</param>
/// <param name="Training">To train on and to validate on.</param>
/// <param name="Test">To test on.</param>
public sealed record ClassSize(string Name, int Training, int Test)
{
    /// <summary>Of all classes, in the order of their labels.</summary>
    internal static ImmutableArray<ClassSize> Of(ImmutableArray<string> names, IEnumerable<long> training, IEnumerable<long> test)
    {
        int[] ofTraining = Counts(names.Length, training);
        int[] ofTest = Counts(names.Length, test);
        return [.. names.Select((name, label) => new ClassSize(name, ofTraining[label], ofTest[label]))];
    }

    private static int[] Counts(int classes, IEnumerable<long> labels)
    {
        int[] counts = new int[classes];
        foreach (long label in labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
