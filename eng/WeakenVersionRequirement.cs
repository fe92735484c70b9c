using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one version requirement of a 64-bit little-endian ELF shared library as weak (VER_FLG_WEAK in .gnu.version_r), so that
/// the dynamic loader accepts a host whose provider of it is older. Does nothing where the host provides the version, where the
/// library is absent, or where the requirement is weak already.
/// </summary>
/// <remarks>
/// The library is replaced by a changed copy, never written in place: the output may be a hard link into the package cache.
/// Layout: ELF-64 Object File Format; Verneed and Vernaux as in the Linux Standard Base, "Symbol Versioning".
/// </remarks>
public sealed class WeakenVersionRequirement : Task
{
    private const int VersionNeedSectionType = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    /// <summary>The library to look at. A path that does not exist is skipped.</summary>
    [Required]
    public string Library { get; set; } = "";

    /// <summary>The version name, e.g. GLIBCXX_3.4.32.</summary>
    [Required]
    public string Requirement { get; set; } = "";

    /// <summary>The shared object that should provide it, e.g. libstdc++.so.6.</summary>
    [Required]
    public string ProvidedBy { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!File.Exists(Library))
        {
            return true;
        }

        string host = HostLibrary(ProvidedBy);
        if (host != null && Defines(host, Requirement))
        {
            Log.LogMessage(MessageImportance.Low, "{0} provides {1}: {2} is left as it is.", host, Requirement, Library);
            return true;
        }

        byte[] image = File.ReadAllBytes(Library);
        int flags = FindRequirementFlags(image, Requirement);
        if (flags < 0 || (BitConverter.ToUInt16(image, flags) & WeakFlag) != 0)
        {
            return true;
        }

        image[flags] |= (byte)WeakFlag;
        string copy = Library + ".weakened";
        File.WriteAllBytes(copy, image);
        File.Delete(Library);
        File.Move(copy, Library);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} marked weak, because this host's {2} does not define it.", Library, Requirement, ProvidedBy);
        return true;
    }

    private static string HostLibrary(string name)
    {
        string[] folders =
        {
            "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib", "/usr/local/lib64", "/usr/local/lib",
        };
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private static bool Defines(string library, string version)
    {
        // One byte, one character: a search over the bytes that compiles for the old framework MSBuild gives inline tasks.
        string bytes = Encoding.GetEncoding("iso-8859-1").GetString(File.ReadAllBytes(library));
        return bytes.IndexOf("\0" + version + "\0", StringComparison.Ordinal) >= 0;
    }

    /// <summary>Offset of vna_flags of the requirement, or -1 where the library does not have it.</summary>
    private static int FindRequirementFlags(byte[] image, string version)
    {
        if (image.Length < 64 || image[0] != 0x7f || image[1] != 'E' || image[2] != 'L' || image[3] != 'F' || image[4] != 2 || image[5] != 1)
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        }

        long sections = BitConverter.ToInt64(image, 40);
        int size = BitConverter.ToUInt16(image, 58);
        int count = BitConverter.ToUInt16(image, 60);
        for (int i = 0; i < count; i++)
        {
            int header = checked((int)(sections + ((long)i * size)));
            if (BitConverter.ToInt32(image, header + 4) != VersionNeedSectionType)
            {
                continue;
            }

            int need = checked((int)BitConverter.ToInt64(image, header + 24));
            int needCount = BitConverter.ToInt32(image, header + 44);
            int strings = checked((int)BitConverter.ToInt64(image, checked((int)(sections + ((long)BitConverter.ToInt32(image, header + 40) * size))) + 24));
            for (int n = 0; n < needCount; n++)
            {
                int auxiliaryCount = BitConverter.ToUInt16(image, need + 2);
                int auxiliary = need + BitConverter.ToInt32(image, need + 8);
                for (int a = 0; a < auxiliaryCount; a++)
                {
                    if (Name(image, strings + BitConverter.ToInt32(image, auxiliary + 8)) == version)
                    {
                        return auxiliary + 4;
                    }

                    auxiliary += BitConverter.ToInt32(image, auxiliary + 12);
                }

                need += BitConverter.ToInt32(image, need + 12);
            }
        }

        return -1;
    }

    private static string Name(byte[] image, int offset)
    {
        int end = Array.IndexOf(image, (byte)0, offset);
        return Encoding.ASCII.GetString(image, offset, end - offset);
    }
}
