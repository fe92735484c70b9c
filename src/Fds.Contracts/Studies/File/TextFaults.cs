using YamlDotNet.Core;

namespace Fds.Contracts.Studies.File;

/// <summary>What is wrong with a text before it is read as YAML, whose parser passes over what it does not know.</summary>
internal static class TextFaults
{
    private const char Replacement = '\ufffd';

    /// <summary>Records the first character that no text has.</summary>
    /// <returns>Whether there is none.</returns>
    public static bool IsText(string text, FaultList faults)
    {
        int place = text.AsSpan().IndexOfAnyInRange('\0', '\x1f');
        while (place >= 0 && text[place] is '\n' or '\r' or '\t')
        {
            int next = text.AsSpan(place + 1).IndexOfAnyInRange('\0', '\x1f');
            place = next < 0 ? next : place + 1 + next;
        }

        if (place < 0)
        {
            return true;
        }

        ReadOnlySpan<char> before = text.AsSpan(0, place);
        int line = before.Count('\n') + 1;
        faults.Add(new Mark(place, line, place - before.LastIndexOf('\n')), "", $"the control character U+{(int)text[place]:X4}", "expected a text file in UTF-8.");
        return false;
    }

    /// <summary>Whether a value has only characters: bytes that are none in the file's encoding were replaced when it was read.</summary>
    public static bool IsUnicode(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogatePair(value, i))
            {
                i++;
            }
            else if (value[i] == Replacement || char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }
}
