using System.Globalization;
using System.Text;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>
/// Names with every accent in its letter. Some systems store a name's accents as characters of their own (Unicode's form NFD), others in
/// the letters (NFC): a folder that was copied between them is the same folder to its owner.
/// </summary>
/// <remarks>
/// Without libicu, which this program does not ask for, the framework normalises nothing. This composes what is decomposed in the usual
/// order of marks, and gives both forms of one name the same result.
/// </remarks>
internal static class ComposedName
{
    private const char FirstMark = '\u0300';
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const char FirstLead = '\u1100';
    private const char FirstVowel = '\u1161';
    private const char BeforeTails = '\u11a7';
    private const char FirstSyllable = '\uac00';

    /// <summary>The name, composed.</summary>
    public static string Of(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
        {
            return name;
        }

        StringBuilder composed = new(name.Length);
        int letter = -1;
        foreach (char next in name)
        {
            if (letter >= 0 && (Compositions.Of(composed[letter], next) ?? Syllable(composed[letter], next)) is { } both)
            {
                composed[letter] = both;
                continue;
            }

            if (char.GetUnicodeCategory(next) != UnicodeCategory.NonSpacingMark)
            {
                letter = composed.Length;
            }

            composed.Append(next);
        }

        return composed.ToString();
    }

    /// <summary>Korean: a lead and a vowel make up a syllable, and a syllable without a tail takes one.</summary>
    private static char? Syllable(char letter, char next)
    {
        (int lead, int vowel, int tail, int syllable) = (letter - FirstLead, next - FirstVowel, next - BeforeTails, letter - FirstSyllable);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return (char)(FirstSyllable + (((lead * Vowels) + vowel) * Tails));
        }

        return syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails ? (char)(letter + tail) : null;
    }
}
