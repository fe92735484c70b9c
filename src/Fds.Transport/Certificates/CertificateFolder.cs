using System.Text;

namespace Fds.Transport.Certificates;

/// <summary>
/// A folder with the certificates of a cluster: <c>ca.crt</c>, <c>silo.crt</c>, <c>client.crt</c> and their keys beside them.
/// Files are replaced whole, and keys are for their owner's eyes alone (mode 0600).
/// </summary>
public sealed class CertificateFolder(string path, CertificateMaker maker)
{
    private const string AuthorityName = "ca";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes silo's and client's certificates, and before that an authority where the folder has none.</summary>
    /// <param name="validity">How long the certificates are valid; a new authority is valid ten times as long.</param>
    /// <param name="hosts">Host names and addresses for the silo's certificate.</param>
    /// <returns>Whether the authority is new.</returns>
    /// <exception cref="CertificateException">The folder cannot be written, or its authority cannot be used.</exception>
    public bool Fill(TimeSpan validity, params IEnumerable<string> hosts)
    {
        try
        {
            Directory.CreateDirectory(path);
            bool isNew = !File.Exists(At(AuthorityName, "crt")) && !File.Exists(At(AuthorityName, "key"));
            PemPair authority = isNew ? maker.Authority("fds cluster authority", 10 * validity) : ReadAuthority();
            PemPair silo = maker.Certificate(authority, Roles.Silo, validity, hosts);
            PemPair client = maker.Certificate(authority, Roles.Client, validity);
            if (isNew)
            {
                Write(AuthorityName, authority);
            }

            Write(Roles.Silo, silo);
            Write(Roles.Client, client);
            return isNew;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"The folder {path} cannot be used: {e.Message}", e);
        }
        catch (Exception e) when (e is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new CertificateException($"The authority in {path} (ca.crt, ca.key) cannot be used: {e.Message} Name an empty folder to make a new one.", e);
        }
    }

    private PemPair ReadAuthority() => new(File.ReadAllText(At(AuthorityName, "crt")), File.ReadAllText(At(AuthorityName, "key")));

    private void Write(string name, PemPair pair)
    {
        Replace(At(name, "key"), pair.Key, OwnerOnly);
        Replace(At(name, "crt"), pair.Certificate, ForAll);
    }

    private static void Replace(string file, string text, UnixFileMode mode)
    {
        string temporary = file + ".tmp";
        File.Delete(temporary);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (FileStream stream = new(temporary, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
        }

        File.Move(temporary, file, overwrite: true);
    }

    private string At(string name, string extension) => Path.Combine(path, $"{name}.{extension}");
}
