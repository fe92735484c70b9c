using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using Fds.Core.Datasets;
using Fds.Core.Networks.Own;

namespace Fds.Core.Networks.Assemblies;

/// <summary>
/// A module's assembly and all assemblies of its folder that it is built against, directly or through others, read into memory. These files
/// are what runs: one that is exchanged on the disk meanwhile changes nothing, and a loaded module has no other.
/// </summary>
internal sealed class AssemblyFiles
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<byte>> contents;

    private AssemblyFiles(string main, ImmutableSortedDictionary<string, ImmutableArray<byte>> contents)
    {
        Main = main;
        this.contents = contents;
        Identity = IdentityOf(contents);
    }

    /// <summary>The simple name of the module's assembly.</summary>
    public string Main { get; }

    /// <summary>What tells these files from others: the first digits of the SHA-256 of them all.</summary>
    public string Identity { get; }

    /// <summary>Reads them.</summary>
    /// <param name="path">The module's assembly.</param>
    /// <exception cref="FdsException">One is absent, no .NET assembly, or built for another processor, .NET or TorchSharp. The message says which.</exception>
    public static AssemblyFiles Read(string path)
    {
        Dictionary<string, ImmutableArray<byte>> contents = new(StringComparer.OrdinalIgnoreCase);
        string main = Path.GetFileNameWithoutExtension(path);
        contents[main] = ReadWhole(path);
        Queue<(AssemblyHeader Header, string File)> queue = new([(AssemblyHeader.Of(contents[main], "the file"), "the file")]);
        AssemblyDependencyResolver resolver = Resolver(path);
        while (queue.TryDequeue(out (AssemblyHeader Header, string File) next))
        {
            foreach (AssemblyName reference in next.Header.References)
            {
                HostAssemblies.RequireVersion(reference, next.File);
                if (HostAssemblies.Shared(reference) is not null || contents.ContainsKey(reference.Name!))
                {
                    continue;
                }

                if (resolver.ResolveAssemblyToPath(reference) is { } beside)
                {
                    contents[reference.Name!] = ReadWhole(Inside(beside, path));
                    queue.Enqueue((AssemblyHeader.Of(contents[reference.Name!], Path.GetFileName(beside)), Path.GetFileName(beside)));
                }
                else if (!HostAssemblies.Has(reference))
                {
                    throw new FdsException($"{next.File} needs {reference.Name} {reference.Version?.ToString(3)}, which is not beside it; put everything there that dotnet publish writes");
                }
            }
        }

        return new(main, contents.ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A stream over one of them; null where it has none of that name.</summary>
    public MemoryStream? Open(string name) => contents.TryGetValue(name, out ImmutableArray<byte> content) ? new(ImmutableCollectionsMarshal.AsArray(content)!, writable: false) : null;

    private static ImmutableArray<byte> ReadWhole(string path)
    {
        using FileStream stream = OwnFile.Open(path);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return ImmutableCollectionsMarshal.AsImmutableArray(content);
    }

    private static AssemblyDependencyResolver Resolver(string path)
    {
        try
        {
            return new(path);
        }
        catch (InvalidOperationException e)
        {
            throw new FdsException($"its {Path.GetFileNameWithoutExtension(path)}.deps.json cannot be read; put the one there that dotnet publish writes", e);
        }
    }

    /// <summary>A file of the module's folder, no link of which leads out of it: studies read from one folder.</summary>
    private static string Inside(string beside, string path)
    {
        string folder = DataBoundary.Real(Path.GetDirectoryName(Path.GetFullPath(path))!) + Path.DirectorySeparatorChar;
        return DataBoundary.Real(beside) is var real && real.StartsWith(folder, StringComparison.Ordinal)
            ? real
            : throw new FdsException($"it needs {Path.GetFileName(beside)}, which is not in its folder but {real}; put the file itself there");
    }

    private static string IdentityOf(IReadOnlyDictionary<string, ImmutableArray<byte>> contents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, ImmutableArray<byte> content) in contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {content.Length}\n"));
            hash.AppendData(content.AsSpan());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..OwnFile.HashCharacters];
    }
}
