#nullable disable
using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace Fds.Build;

/// <summary>
/// Marks one version requirement of a 64-bit little-endian ELF shared library as weak (VER_FLG_WEAK in .gnu.version_r), so
/// that the dynamic loader accepts a host whose provider of it is older. Does nothing where the host provides the version,
/// where the library is absent, or where the library does not have the requirement or has it weak already.
/// </summary>
/// <remarks>
/// The library is replaced by a changed copy, never written in place: the output may be a hard link into the package cache.
/// The copy keeps size and time, so that the next build's copy step takes it for unchanged and leaves it alone.
/// Layout: ELF-64 Object File Format; Verneed and Vernaux as in the Linux Standard Base, "Symbol Versioning".
/// MSBuild compiles this file for .NET Standard 2.0, so it keeps to what that has.
/// </remarks>
public sealed class WeakenVersionRequirement : Microsoft.Build.Utilities.Task
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

    /// <summary>Where the host keeps shared objects; the first folder that has the provider counts.</summary>
    public string[] HostFolders { get; set; } =
    {
        "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib", "/usr/local/lib64", "/usr/local/lib",
    };

    /// <summary>Whether the library was changed by this run.</summary>
    [Output]
    public bool Changed { get; private set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        Changed = false;
        if (!File.Exists(Library))
        {
            return true;
        }

        try
        {
            Weaken();
        }
        catch (Exception problem) when (problem is InvalidDataException || problem is IOException || problem is UnauthorizedAccessException)
        {
            Log.LogError("{0}: cannot mark {1} weak. {2}", Library, Requirement, problem.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private void Weaken()
    {
        string host = HostFolders.Select(folder => Path.Combine(folder, ProvidedBy)).FirstOrDefault(File.Exists);
        if (host != null && Defines(host, Requirement))
        {
            Log.LogMessage(MessageImportance.Low, "{0} provides {1}: {2} is left as it is.", host, Requirement, Library);
            return;
        }

        byte[] image = File.ReadAllBytes(Library);
        int flags = FindRequirementFlags(image, Requirement);
        if (flags < 0 || (image[flags] & WeakFlag) != 0)
        {
            return;
        }

        ReplaceByte(Library, flags, (byte)(image[flags] | WeakFlag));
        Changed = true;
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} marked weak, because this host's {2} does not define it.", Library, Requirement, ProvidedBy);
    }

    /// <summary>Renames a changed copy over the file: whoever shares its inode, or has it mapped, keeps the old bytes.</summary>
    private static void ReplaceByte(string path, long offset, byte value)
    {
        string copy = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            File.Copy(path, copy);
            using (var stream = new FileStream(copy, FileMode.Open, FileAccess.Write))
            {
                stream.Position = offset;
                stream.WriteByte(value);
            }

            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(path));
            File.Replace(copy, path, null);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static bool Defines(string library, string version)
    {
        // One byte, one character: a search over the bytes without a span, which .NET Standard 2.0 lacks.
        string bytes = Encoding.GetEncoding("iso-8859-1").GetString(File.ReadAllBytes(library));
        return bytes.Contains("\0" + version + "\0");
    }

    /// <summary>Offset of vna_flags of the requirement, or -1 where the library does not have it.</summary>
    private static int FindRequirementFlags(byte[] image, string version)
    {
        if (image.Length < 64 || image[0] != 0x7f || image[1] != 'E' || image[2] != 'L' || image[3] != 'F' || image[4] != 2 || image[5] != 1)
        {
            throw new InvalidDataException("Expected a 64-bit little-endian ELF file. Is the package damaged?");
        }

        try
        {
            return FindInSections(image, version);
        }
        catch (Exception problem) when (problem is ArgumentException || problem is OverflowException || problem is IndexOutOfRangeException)
        {
            throw new InvalidDataException("Its version tables point outside the file. Is the package damaged?", problem);
        }
    }

    private static int FindInSections(byte[] image, string version)
    {
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

            int linked = checked((int)(sections + ((long)BitConverter.ToInt32(image, header + 40) * size)));
            int needs = checked((int)BitConverter.ToInt64(image, header + 24));
            int strings = checked((int)BitConverter.ToInt64(image, linked + 24));
            int found = FindInNeeds(image, needs, BitConverter.ToInt32(image, header + 44), strings, version);
            if (found >= 0)
            {
                return found;
            }
        }

        return -1;
    }

    private static int FindInNeeds(byte[] image, int need, int count, int strings, string version)
    {
        for (int n = 0; n < count; n++)
        {
            int auxiliaryCount = BitConverter.ToUInt16(image, need + 2);
            int auxiliary = checked(need + BitConverter.ToInt32(image, need + 8));
            for (int a = 0; a < auxiliaryCount; a++)
            {
                if (Name(image, checked(strings + BitConverter.ToInt32(image, auxiliary + 8))) == version)
                {
                    return auxiliary + 4;
                }

                int nextAuxiliary = BitConverter.ToInt32(image, auxiliary + 12);
                if (nextAuxiliary <= 0)
                {
                    break;
                }

                auxiliary = checked(auxiliary + nextAuxiliary);
            }

            int next = BitConverter.ToInt32(image, need + 12);
            if (next <= 0)
            {
                break;
            }

            need = checked(need + next);
        }

        return -1;
    }

    private static string Name(byte[] image, int offset)
    {
        int end = Array.IndexOf(image, (byte)0, offset);
        return end < 0 ? throw new InvalidDataException("A version name has no end.") : Encoding.ASCII.GetString(image, offset, end - offset);
    }
}
