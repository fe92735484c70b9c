using System.Globalization;

namespace Fds.Cluster.Tests;

/// <summary>A table of one's own, and a study of it.</summary>
internal static class DataFiles
{
    /// <summary>Writes a table of two columns of numbers and a target.</summary>
    /// <returns>Its path.</returns>
    public static string WriteTable(string path, int seed)
    {
        Random random = new(seed);
        File.WriteAllLines(path, Enumerable.Range(0, 400).Select(_ => (random.NextDouble(), random.NextDouble())).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Item1},{x.Item2},{x.Item1 - (2 * x.Item2)}")).Prepend("a,b,y"));
        return path;
    }

    /// <summary>Writes a study of a table in the data folder.</summary>
    /// <returns>Its path.</returns>
    public static string WriteStudy(string file, string name, string path, int steps)
    {
        File.WriteAllText(file, $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: {{name}}}
            spec:
              data: {name: table, path: {{path}}, target: y}
              model: {name: mlp, hidden: [8]}
              inner: {batchSize: 32, steps: 40}
              hyperparameters:
                learningRate: {windows: 2, initial: 0.01}
              outer: {steps: {{steps}}}
              seeds: {count: 2}
              retrain: {seeds: 1}
            """);
        return file;
    }
}
