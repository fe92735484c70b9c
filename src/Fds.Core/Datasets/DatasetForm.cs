using System.Collections.Immutable;
using Fds.Core.Datasets.Arrays;
using Fds.Core.Datasets.Cifar;
using Fds.Core.Datasets.Glyphs;
using Fds.Core.Datasets.Idx;
using Fds.Core.Datasets.ImageFolders;
using Fds.Core.Datasets.Tables;
using Fds.Core.Datasets.Text;

namespace Fds.Core.Datasets;

/// <summary>All that is known of a data set before it is read.</summary>
/// <param name="Name">Its name in study files.</param>
/// <param name="Candidates">What its folder or archive is called in a data folder, the likeliest first; empty: it is drawn and not read, or a path must lead to it.</param>
/// <param name="OtherForms">What the forms of it that are not read are called, so that a message can name them.</param>
/// <param name="Load">Reads the files at a location, by the user's options, within limits on memory.</param>
internal sealed record DatasetForm(string Name, string[] Candidates, string[] OtherForms, Func<string, DatasetOptions, LoadLimits, Dataset> Load)
{
    /// <summary>Every data set. A new one is added here, and its name to the study file's rules.</summary>
    public static ImmutableArray<DatasetForm> All { get; } =
    [
        new("glyphs", [], [], (_, _, _) => GlyphSet.Create()),
        Idx("mnist", "MNIST"),
        Idx("fashion-mnist", "FashionMNIST"),
        Cifar(CifarLayout.Cifar10),
        Cifar(CifarLayout.Cifar100),
        new("images", ["images", "images.tar.gz"], [], (files, _, limits) => ImageFolder.Load("images", files, limits)),
        new("arrays", [], [], ArrayFile.Load) { IsOwn = true },
        new("table", [], [], TableFile.Load) { IsOwn = true },
        new("text", [], [], TextFile.Load) { IsOwn = true },
    ];

    /// <summary>Whether it is a file of the user's own, to which a path must lead.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>Whether it has files.</summary>
    public bool IsRead => IsOwn || Candidates.Length > 0;

    /// <summary>The form with a given name; null if there is none.</summary>
    public static DatasetForm? Of(string name) => All.FirstOrDefault(form => form.Name == name);

    private static DatasetForm Idx(string name, string folder) => new(name, [name, folder], [], (files, _, limits) => IdxDataset.Load(name, files, limits));

    private static DatasetForm Cifar(CifarLayout layout) => new(layout.Name, layout.Candidates, layout.OtherForms, (files, _, limits) => CifarDataset.Load(layout, files, limits));
}
