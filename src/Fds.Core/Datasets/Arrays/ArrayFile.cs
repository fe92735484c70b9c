using System.Collections.Immutable;
using System.Globalization;

namespace Fds.Core.Datasets.Arrays;

/// <summary>A file with the arrays x_train, y_train, x_test and y_test.</summary>
internal static class ArrayFile
{
    private const int MostClasses = 1 << 16;
    private const string Safetensors = ".safetensors";
    private const string NumPy = ".npz";
    private static readonly string[] Names = ["x_train", "y_train", "x_test", "y_test"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">It is damaged, lacks an array, or has arrays that do not belong together.</exception>
    public static Dataset Load(string path, DatasetOptions options, LoadLimits limits)
    {
        using IArrayFile file = Open(path);
        string[] missing = [.. Names.Except(file.Names)];
        if (missing.Length > 0)
        {
            throw new DatasetException(path, $"the arrays {string.Join(", ", Names)}", $"no {string.Join(" and no ", missing)}{(file.Names.IsEmpty ? "" : $", but {PrintableName.Short(string.Join(", ", file.Names), 400)}")}");
        }

        NumberArray[] read = [.. Names.Select(name => Finite(path, name, file.Array(name).Read(limits)))];
        LabelledArrays training = Labelled(path, "train", read[0], read[1]);
        LabelledArrays test = Labelled(path, "test", read[2], read[3]);
        RequireAlike(path, "x", training.Inputs, test.Inputs);
        RequireAlike(path, "y", training.Targets, test.Targets);
        ExampleForm form = Form(path, training, test);
        return new ArrayDataset("arrays", form, training, test)
        {
            ClassNames = form is { Classes: { } classes, Targets: 1 } ? [.. Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture))] : [],
        };
    }

    private static IArrayFile Open(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        _ when Directory.Exists(path) => throw new DatasetException(path, $"a {NumPy} or {Safetensors} file", "a folder"),
        NumPy => new NumPyFile(path),
        Safetensors => new SafetensorsFile(path),
        var other => throw new DatasetException(path, $"a {NumPy} or {Safetensors} file", other.Length > 0 ? $"one that ends in {other}" : "one without an ending"),
    };

    private static NumberArray Finite(string path, string name, NumberArray array) => array.NotFinite() is not { } found
        ? array
        : throw new DatasetException($"{path}#{name}", "finite numbers", $"{found.Value.ToString(CultureInfo.InvariantCulture)} at {array.Place(found.Index)}");

    private static LabelledArrays Labelled(string path, string half, NumberArray inputs, NumberArray targets)
    {
        if (inputs.Count != targets.Count)
        {
            throw new DatasetException(path, $"as many examples in x_{half} as in y_{half}", $"{inputs.Count} and {targets.Count}");
        }

        if (inputs.Shape.Length < 2)
        {
            throw new DatasetException($"{path}#x_{half}", "inputs of shape [N, …]", $"the shape [{string.Join(", ", inputs.Shape)}]. Reshape single numbers to [N, 1]");
        }

        if (targets.Shape.Length > 2)
        {
            throw new DatasetException($"{path}#y_{half}", "targets of shape [N] or [N, D]", $"the shape [{string.Join(", ", targets.Shape)}]");
        }

        return new(inputs, targets.IsWhole ? Classes(targets) : new(targets.Real, [targets.Count, targets.Width]));
    }

    /// <summary>One class for each example has the shape [N], however it was stored.</summary>
    private static NumberArray Classes(NumberArray targets) => new(targets.Whole, targets.Width == 1 ? [targets.Count] : targets.Shape);

    private static void RequireAlike(string path, string name, NumberArray training, NumberArray test)
    {
        if (training.Values.GetType() != test.Values.GetType() || !training.Shape.Skip(1).SequenceEqual(test.Shape.Skip(1)))
        {
            static string Words(NumberArray array) => $"{array.Values.GetType().GetElementType()!.Name} of shape [{string.Join(", ", array.Shape)}]";
            throw new DatasetException(path, $"{name}_train and {name}_test of one type and one shape but for the first side", $"{Words(training)} and {Words(test)}");
        }
    }

    private static ExampleForm Form(string path, LabelledArrays training, LabelledArrays test) => new()
    {
        Input = [.. training.Inputs.Shape.Skip(1)],
        Vocabulary = training.Inputs.Values is long[] ? Range(path, "x", training.Inputs, test.Inputs, "tokens", int.MaxValue) : null,
        Classes = training.Targets.IsWhole ? Range(path, "y", training.Targets, test.Targets, "classes", MostClasses) : null,
        Targets = training.Targets.Width,
    };

    /// <summary>Numbers from 0 to below the result, which is at most a limit.</summary>
    private static int Range(string path, string name, NumberArray training, NumberArray test, string what, int limit)
    {
        long least = Math.Min(training.Whole.Min(), test.Whole.Min());
        long most = Math.Max(training.Whole.Max(), test.Whole.Max());
        return least >= 0 && most < limit
            ? (int)most + 1
            : throw new DatasetException($"{path}#{name}_train, {name}_test", $"whole numbers, which are {what}, from 0 to below {limit}", $"{(least < 0 ? least : most)}. Store real numbers as float32");
    }
}
