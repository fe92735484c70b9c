using System.Collections.Immutable;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>What is in an image set before anything is decoded: its images by split and class, and all that is passed over.</summary>
internal sealed class ImageSurvey
{
    private readonly SourceTree tree;
    private readonly ImageRoot root;
    private readonly List<string> unnamed = [];
    private readonly List<string> withoutClass = [];
    private readonly List<string> deeper = [];
    private readonly List<string> elsewhere = [];
    private readonly List<string> upward = [];
    private readonly List<string> unseen = [];
    private readonly SortedDictionary<string, int> folders = new(StringComparer.Ordinal);

    /// <summary>Looks through a tree.</summary>
    /// <exception cref="DatasetException">There is no image set, or there is something in it that cannot be read.</exception>
    public ImageSurvey(SourceTree tree)
    {
        this.tree = tree;
        root = ImageRoot.Find(tree);
        foreach (SourceEntry entry in tree.Entries)
        {
            Look(entry);
        }

        RequireImagesInEveryClass();
    }

    /// <summary>Images to train on, in the ordinal order of their paths.</summary>
    public List<LabelledFile> Training { get; } = [];

    /// <summary>Images to test on, in the same order.</summary>
    public List<LabelledFile> Test { get; } = [];

    /// <summary>What was passed over, each kind with its reason.</summary>
    public ImmutableArray<NamedFiles> PassedOver =>
    [
        .. NamedFiles.Of($"files whose names do not end in {ImageNames.Endings}", unnamed),
        .. NamedFiles.Of("images deeper than a class folder", deeper),
        .. NamedFiles.Of("images without a class folder", withoutClass),
        .. NamedFiles.Of($"images neither in {root.Training}/ nor in {root.Test}/", elsewhere),
        .. NamedFiles.Of("images of the archive whose path has '..' in it", upward),
        .. NamedFiles.Of("images of the archive that a later entry of the same path replaces", [.. tree.Replaced.Where(ImageNames.IsImage).Select(PrintableName.Of)]),
        .. NamedFiles.Of("folders too deep to be looked through", unseen),
        .. NamedFiles.Of("class folders without a file", [.. folders.Where(folder => folder.Value == 0).Select(folder => folder.Key)]),
    ];

    private void Look(SourceEntry entry)
    {
        string shown = PrintableName.Of(entry.Path);
        string[] parts = entry.Path.StartsWith(root.Prefix, StringComparison.Ordinal) ? entry.Path[root.Prefix.Length..].Split('/') : [];
        bool isImage = ImageNames.IsImage(entry.Path);
        if (entry.Path.Split('/').Contains(".."))
        {
            AddIf(upward, isImage, shown);
            return;
        }

        if (parts.Length == 0 || (parts[0] != root.Training && parts[0] != root.Test))
        {
            AddIf(elsewhere, entry.Kind != SourceKind.Folder && isImage, shown);
            AddIf(unseen, entry.IsUnseen, shown);
            return;
        }

        if (entry.Kind == SourceKind.Unreadable && (parts.Length < 3 || isImage || Path.GetExtension(entry.Path).Length == 0))
        {
            throw new DatasetException(tree.NameOf(entry.Path), parts.Length < 3 ? "a folder that can be read" : "an image that can be read", entry.Fault!);
        }

        if (parts.Length > 2 || (parts.Length == 2 && entry.Kind == SourceKind.Folder))
        {
            string folder = PrintableName.Of($"{root.Prefix}{parts[0]}/{parts[1]}");
            folders[folder] = folders.GetValueOrDefault(folder) + (entry.Kind == SourceKind.Folder ? 0 : 1);
        }

        if (entry.Kind == SourceKind.Folder)
        {
            AddIf(unseen, entry.IsUnseen, shown);
            return;
        }

        AddIf(unnamed, !isImage, shown);
        AddIf(withoutClass, isImage && parts.Length < 3, shown);
        AddIf(deeper, isImage && parts.Length > 3, shown);
        if (isImage && parts.Length == 3)
        {
            (parts[0] == root.Training ? Training : Test).Add(new(entry.File!, ComposedName.Of(parts[1])));
        }
    }

    private static void AddIf(List<string> list, bool condition, string path)
    {
        if (condition)
        {
            list.Add(path);
        }
    }

    /// <summary>A class folder of training images that has files, but no image, is a class that would be lost.</summary>
    private void RequireImagesInEveryClass()
    {
        HashSet<string> classes = [.. Training.Select(image => image.Class)];
        string prefix = PrintableName.Of($"{root.Prefix}{root.Training}/");
        foreach ((string folder, int files) in folders.Where(folder => folder.Value > 0 && folder.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (!classes.Contains(ComposedName.Of(folder[prefix.Length..])))
            {
                string[] there = [.. unnamed.Concat(deeper).Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..])];
                throw new DatasetException(tree.NameOf(folder), null, $"an image directly in the class's folder, with a name that ends in {ImageNames.Endings}", $"none among {files} files: {NamedFiles.Line(there)}", advice: "Convert or move them, or remove the folder.");
            }
        }
    }
}
