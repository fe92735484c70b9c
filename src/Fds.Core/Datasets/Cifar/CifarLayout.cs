using System.Collections.Immutable;

namespace Fds.Core.Datasets.Cifar;

/// <summary>What distinguishes the binary forms of CIFAR-10 and CIFAR-100.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Folder">The inner folder of the published archive.</param>
/// <param name="TrainingFiles">Names of the training files, in order; those that are there are read, the others are named.</param>
/// <param name="OtherForms">Inner folders of the published archives that are not read, so that they are named.</param>
/// <param name="TestFile">Name of the test file.</param>
/// <param name="LabelClasses">Classes of each label byte at the front of a record; the last label is the one that is learned.</param>
/// <param name="Normalisation">Mean and standard deviation as customary.</param>
/// <remarks>Format: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".</remarks>
internal sealed record CifarLayout(
    string Name,
    string Folder,
    string[] OtherForms,
    ImmutableArray<string> TrainingFiles,
    string TestFile,
    ImmutableArray<int> LabelClasses,
    Normalisation Normalisation)
{
    public static CifarLayout Cifar10 { get; } = new(
        "cifar-10",
        "cifar-10-batches-bin",
        ["cifar-10-batches-py", "cifar-10-batches-mat"],
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
        "test_batch.bin",
        [10],
        new Normalisation([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010]));

    /// <summary>A coarse label comes before the fine one.</summary>
    public static CifarLayout Cifar100 { get; } = new(
        "cifar-100",
        "cifar-100-binary",
        ["cifar-100-python", "cifar-100-matlab"],
        ["train.bin"],
        "test.bin",
        [20, 100],
        new Normalisation([0.5071, 0.4867, 0.4408], [0.2675, 0.2565, 0.2761]));

    /// <summary>Number of classes that are learned.</summary>
    public int Classes => LabelClasses[^1];

    /// <summary>Where it is looked for in a data folder: unpacked, as published, renamed, or as an archive of images.</summary>
    public string[] Candidates => [Folder, $"{Name}-binary.tar.gz", $"{Name}*binary*.tar.gz", $"{Name}*.tar.gz"];

    /// <summary>The unsupported form that a file belongs to, by its path; null if there is none.</summary>
    public string? OtherForm(string path)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        string stem = Path.GetFileNameWithoutExtension(file);
        bool isNamedSo = TestFile == $"{stem}.bin" || TrainingFiles.Contains($"{stem}.bin");
        return !isNamedSo ? null : file == stem ? "the Python version (pickles)" : Path.GetExtension(file) == ".mat" ? "the MATLAB version" : null;
    }

    /// <summary>Whether a path inside a folder or archive is one of the binary files.</summary>
    public bool IsBinaryFile(string path) => path[(path.LastIndexOf('/') + 1)..] is var file && (file == TestFile || TrainingFiles.Contains(file));
}
