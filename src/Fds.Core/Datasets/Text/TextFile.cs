using System.Text;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Text;

/// <summary>A text file whose characters are tokens. The end of the text is the test set.</summary>
internal static class TextFile
{
    /// <summary>As a part of the text, as a code point, and as a token in two places.</summary>
    private const int BytesOfCharacter = sizeof(char) + (3 * sizeof(int));

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">It is no text in UTF-8, or too short for the blocks.</exception>
    public static Dataset Load(string path, DatasetOptions options, LoadLimits limits)
    {
        string text = TextContent.Of(path);
        limits.RequireOf(path, text.Length, BytesOfCharacter, "characters");
        Rune[] runes = [.. text.EnumerateRunes()];
        Rune[] vocabulary = [.. runes.Distinct().Order()];
        Dictionary<Rune, int> numbers = vocabulary.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        int[] tokens = Array.ConvertAll(runes, rune => numbers[rune]);
        int split = tokens.Length - (int)(options.TestFraction * tokens.Length);
        TextDataset read = new([.. vocabulary.Select(rune => rune.ToString())], options.Block, tokens[..split], tokens[split..]);
        return read is { TrainingCount: > 0, TestCount: > 0 }
            ? read
            : throw new DatasetException(
                path,
                FormattableString.Invariant($"at least {options.Block + 1} characters, one block and its last target, in the training text and in the test text"),
                FormattableString.Invariant($"{split} and {tokens.Length - split} (data.testFraction is {options.TestFraction})"));
    }
}
