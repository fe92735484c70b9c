namespace Fds.Transport.Certificates;

/// <summary>The text of the three files as they were read together.</summary>
internal sealed record CertificateContent(string Authority, string Certificate, string Key)
{
    /// <summary>PEM files are a few kilobytes; what is larger is the wrong file.</summary>
    private const int LongestFile = 1 << 20;

    /// <summary>Reads the files.</summary>
    /// <exception cref="CertificateException">One cannot be read.</exception>
    public static CertificateContent Read(CertificatePaths paths) => new(Read(paths.Authority), Read(paths.Certificate), Read(paths.Key));

    private static string Read(NamedFile file)
    {
        try
        {
            return new FileInfo(file.Path).Length <= LongestFile
                ? File.ReadAllText(file.Path)
                : throw new CertificateException($"{file.Setting}: the file {file.Path} is larger than {LongestFile} bytes; expected a PEM file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{file.Setting}: the file {file.Path} cannot be read: {e.Message}", e);
        }
    }
}
