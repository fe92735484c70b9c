using System.Text.RegularExpressions;
using Fds.Contracts.Faults;

namespace Fds.Grains.Logs;

/// <summary>Takes out of a line what no console may see, and what is for the program's authors only.</summary>
/// <param name="secrets">Texts that stand for nothing else, such as the database's password.</param>
internal sealed partial class LogRedaction(IEnumerable<string> secrets)
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mark = "***";

    /// <summary>A secret of fewer characters would take words of the log with it.</summary>
    private const int ShortestSecret = 4;

    /// <summary>Characters of a message that are looked at; a line shows fewer.</summary>
    private const int MostRead = 8 * StudyLogRing.LongestLine;
    private readonly string[] known = [.. secrets.Where(secret => secret.Length >= ShortestSecret).Distinct().OrderByDescending(secret => secret.Length)];

    /// <summary>A message as a console may see it: one line, without secrets, stack frames and certificates.</summary>
    public string Clean(string message, Exception? exception)
    {
        string text = Hide(message);
        if (exception is not null)
        {
            string said = Hide(exception.Message);
            text += FaultText.ShowsInternals(said) ? ": the silo's own log has the details" : $": {said}";
        }

        // What others have written, as a reason to cancel, must not reach a terminal as commands.
        text = string.Concat(FaultText.OneLine(text).Select(character => char.IsControl(character) ? '?' : character));
        return text.Length <= StudyLogRing.LongestLine ? text : text[..StudyLogRing.LongestLine] + "…";
    }

    private string Hide(string text)
    {
        text = text.Length <= MostRead ? text : text[..MostRead];
        text = known.Aggregate(text, (cleaned, secret) => cleaned.Replace(secret, Mark, StringComparison.Ordinal));
        text = Pem().Replace(text, Mark);
        text = Named().Replace(text, match => match.Groups["name"].Value + Mark);
        return InAddress().Replace(text, match => $"{match.Groups["before"].Value}{Mark}@");
    }

    [GeneratedRegex(@"-----BEGIN [^-]+-----.*?(-----END [^-]+-----|\z)", RegexOptions.Singleline)]
    private static partial Regex Pem();

    /// <summary>As in a connection string, an environment or a header: up to what ends the value.</summary>
    [GeneratedRegex("""(?<name>(password|passwd|pwd|passphrase|secret|token|api[ _-]?key|authorization)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|(?<==\s*)[^;\r\n"']{1,200}(?=;)|(bearer |basic )?[^\s;,"']+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    /// <summary>As in postgres://user:password@host.</summary>
    [GeneratedRegex(@"(?<before>\w+://[^\s:/@]*:)[^\s@/]+@")]
    private static partial Regex InAddress();
}
