using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Fds.Core.Networks.Assemblies;

/// <summary>What a file says of itself before anything of it is loaded.</summary>
/// <param name="References">The assemblies that it was built against.</param>
internal sealed record AssemblyHeader(ImmutableArray<AssemblyName> References)
{
    private static readonly Dictionary<Machine, Architecture> Machines = new()
    {
        [Machine.I386] = Architecture.X86,
        [Machine.Amd64] = Architecture.X64,
        [Machine.Arm] = Architecture.Arm,
        [Machine.ArmThumb2] = Architecture.Arm,
        [Machine.Arm64] = Architecture.Arm64,
    };

    /// <summary>Reads it.</summary>
    /// <param name="content">The file.</param>
    /// <param name="file">What the file is called in messages.</param>
    /// <exception cref="FdsException">It is no .NET assembly, or one for another processor.</exception>
    public static AssemblyHeader Of(ImmutableArray<byte> content, string file)
    {
        try
        {
            using PEReader reader = new(content);
            if (reader.HasMetadata && reader.GetMetadataReader() is { IsAssembly: true } metadata)
            {
                RequireProcessor(reader.PEHeaders, file);
                return new([.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())]);
            }
        }
        catch (BadImageFormatException)
        {
            // It is no program of any kind, or a broken one.
        }

        throw new FdsException($"{file} is no .NET assembly");
    }

    /// <summary>An assembly for any processor calls itself one for x86 that does not need it.</summary>
    private static void RequireProcessor(PEHeaders headers, string file)
    {
        bool isForAny = headers.CoffHeader.Machine == Machine.I386 && !headers.CorHeader!.Flags.HasFlag(CorFlags.Requires32Bit);
        if (!isForAny && Machines.TryGetValue(headers.CoffHeader.Machine, out Architecture architecture) && architecture != RuntimeInformation.ProcessArchitecture)
        {
            throw new FdsException($"{file} was built for {Word(architecture)}, but the silo runs on {Word(RuntimeInformation.ProcessArchitecture)}; build it for any CPU");
        }
    }

    private static string Word(Architecture architecture) => architecture.ToString().ToLowerInvariant();
}
