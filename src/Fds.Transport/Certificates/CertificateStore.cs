using Microsoft.Extensions.Logging;

namespace Fds.Transport.Certificates;

/// <summary>
/// The certificates in force. The files are looked at whenever a connection begins, so that new ones are taken up without a
/// restart; while they cannot be used, the last good ones stay in force.
/// </summary>
/// <remarks>
/// The whole content is compared, not the time of change: links that are switched over and clocks that are coarse are no matter,
/// and three small files per connection cost nothing.
/// </remarks>
public sealed partial class CertificateStore
{
    private readonly CertificatePaths paths;
    private readonly ILogger<CertificateStore> log;
    private readonly Lock gate = new();
    private CertificateContent content;
    private CertificateSet set;
    private string? complaint;

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="CertificateException">They cannot be used.</exception>
    public CertificateStore(CertificatePaths paths, ILogger<CertificateStore> log)
    {
        this.paths = paths;
        this.log = log;
        content = CertificateContent.Read(paths);
        set = CertificateSet.Parse(content, paths);
    }

    /// <summary>When one's own certificate, as last read, ends to be valid.</summary>
    public DateTimeOffset ValidUntil
    {
        get
        {
            lock (gate)
            {
                return set.ValidUntil;
            }
        }
    }

    /// <summary>The certificates as the files now have them.</summary>
    internal CertificateSet Current()
    {
        lock (gate)
        {
            try
            {
                TakeUpChanges();
                complaint = null;
            }
            catch (CertificateException e)
            {
                Complain(e.Message);
            }

            return set;
        }
    }

    private void TakeUpChanges()
    {
        CertificateContent now = CertificateContent.Read(paths);
        if (now == content)
        {
            return;
        }

        set = CertificateSet.Parse(now, paths);
        content = now;
        LogReplaced(set.Own.TargetCertificate.Subject, set.ValidUntil);
    }

    /// <summary>Says once what is wrong, not at every connection.</summary>
    private void Complain(string message)
    {
        if (complaint != message)
        {
            complaint = message;
            LogKept(message);
        }
    }
}
