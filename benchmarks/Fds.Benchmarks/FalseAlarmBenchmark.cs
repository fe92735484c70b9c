using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Fds.Benchmarks;

/// <summary>How often a study claims an improvement where there is nothing to learn: images of noise with labels drawn at random.</summary>
internal static class FalseAlarmBenchmark
{
    private const int Classes = 10;
    private const int Images = 2000;
    private const int Side = 28;
    private const uint ImagesMagic = 0x00000803;
    private const uint LabelsMagic = 0x00000801;

    /// <summary>Runs so many studies, each on data and seeds of its own, and counts their verdicts.</summary>
    public static void Run(string bin, int studies)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-false-alarms-");
        try
        {
            Dictionary<string, int> verdicts = [];
            for (int seed = 0; seed < studies; seed++)
            {
                string data = Path.Combine(folder.FullName, $"data-{seed}");
                Draw(Path.Combine(data, "mnist"), seed);
                JsonElement result = ConsoleRun.Of(bin, data, folder.FullName, Study(seed));
                string verdict = result.GetProperty("verdict").GetString() ?? "none";
                string kind = verdict.Split([" by ", ":", " over "], StringSplitOptions.None)[0];
                verdicts[kind] = verdicts.GetValueOrDefault(kind) + 1;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seed + 1,3}: {verdict}"));
            }

            Console.WriteLine();
            Console.WriteLine("| verdict | studies |");
            Console.WriteLine("| --- | ---: |");
            foreach ((string kind, int count) in verdicts.OrderByDescending(each => each.Value))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {count} |"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Noise and labels as the four files of MNIST; every class has as many images, so that no constant answer is better than another.</summary>
    private static void Draw(string folder, int seed)
    {
        Directory.CreateDirectory(folder);
        Random random = new(seed);
        foreach (string part in (string[])["train", "t10k"])
        {
            byte[] images = new byte[16 + (Images * Side * Side)];
            random.NextBytes(images.AsSpan(16));
            Head(images, ImagesMagic, Images, Side, Side);
            byte[] labels = new byte[8 + Images];
            byte[] drawn = [.. Enumerable.Range(0, Images).Select(i => (byte)(i % Classes))];
            random.Shuffle(drawn);
            drawn.CopyTo(labels, 8);
            Head(labels, LabelsMagic, Images);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), images);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), labels);
        }
    }

    private static void Head(byte[] file, params ReadOnlySpan<uint> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 * i), numbers[i]);
        }
    }

    private static string Study(int seed) => string.Create(CultureInfo.InvariantCulture, $$$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: false-alarm}
        spec:
          data: {name: mnist, validationFraction: 0.1}
          model: {name: mlp, initialisation: kaiming}
          inner: {batchSize: 64, steps: 30}
          groups: layers
          hyperparameters:
            learningRate: {windows: 3, initial: 0.03, range: [1e-3, 1]}
            momentum:     {windows: 1, initial: 0.9, perGroup: false}
            weightDecay:  {windows: 1, initial: 5e-4, perGroup: false}
          outer: {rule: adam, steps: 8}
          seeds: {count: 2, base: {{{seed}}}}
          search: {confirm: {best: 6, seeds: 10}}
          retrain: {seeds: 20}
        """);
}
