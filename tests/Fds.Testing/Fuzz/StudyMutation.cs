namespace Fds.Testing.Fuzz;

/// <summary>Study files with random changes, of the kinds that people and programs make.</summary>
public static class StudyMutation
{
    private const int MostChanges = 5;

    private static readonly string[] Values =
    [
        "0", "-0", "1", "-1", "0.5", "1e-3", "1e999", "-1e999", "1e-999", ".inf", "-.inf", ".nan", "020", "0x14", "0b1", "0o7", "1_000", "1,5", "1.5.2", "2e1", "20.0", "+1",
        "9223372036854775807", "9223372036854775808", "99999999999999999999999", "null", "~", "", "true", "yes", "no", "on", "\"0.1\"", "'1'", "\"\"", "''", "[]", "{}", "[[[]]]", "[1, 2, 3]",
        "{a: 1}", "[fds, tpe]", "fds", "FDS", "fds, tpe", "90", "90s", "1h30m", "1:30:00", "-1s", "1.5h", "10%", "“x”", "１０", "−1", "😀", "a b", "../../etc/passwd", "!!str 1", "!!python/none",
        "&a 1", "*a", "|", ">-", "%", "@x", "`x`", "? ", "- ", "---", "...", "\"\\q\"", "\"\\u0000\"", "\"\\U0010FFFF\"", "\"\\uD800\"", "#", "<<", "=", "a: b: c", "'", "\"", "[", "{", "]", "}",
    ];

    private static readonly string[] Lines =
    [
        "", "#", "---", "...", "%YAML 1.1", "%YAML 99999999999.1", "%TAG ! tag:x,2000:", "\tsteps: 3", "- a", "? a", ": a", "a", "a: b", "  a: b", "    seeds: {count: 1}", "&a", "*a", "!!map", "|", "<<: *a",
        "spec: {}", "methods: fds", "  population: {members: 3}", "  fluctuation: {}", "  search: {trials: 3}", "  methods: [fds, tpe, hd]", "  greedy: {form: multiplicative}", "  budget: {gradientSteps: 5}",
    ];

    private const string Characters = "abz019 :-[]{},'\"\n\r\t#&*!|>%@`?.~=<é\u0000\u0001\u001b\u007f\u0085\u00a0\u2028\ufeff\ufffd\ud800\udc00";

    /// <summary>A study file that something has happened to.</summary>
    /// <param name="random">What happens.</param>
    /// <param name="good">Study files to begin with.</param>
    public static string Draw(Random random, IReadOnlyList<string> good)
    {
        string text = good[random.Next(good.Count)];
        for (int change = random.Next(1, MostChanges + 1); change > 0; change--)
        {
            text = random.Next(10) switch
            {
                < 3 => InValue(text, random),
                < 5 => InLines(text, random),
                < 9 => InCharacters(text, random),
                _ => InWhole(text, random, good),
            };
        }

        return text;
    }

    /// <summary>A value, or a name, is another.</summary>
    private static string InValue(string text, Random random)
    {
        int[] colons = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == ':')];
        if (colons.Length == 0)
        {
            return text;
        }

        int colon = colons[random.Next(colons.Length)];
        if (random.Next(4) == 0)
        {
            int begin = text[..colon].LastIndexOfAny([' ', '\n', '{', ',']) + 1;
            return begin < colon ? text.Remove(begin + random.Next(colon - begin), 1) : text;
        }

        int end = text.IndexOfAny([',', '}', '\n', ']'], colon);
        end = end < 0 ? text.Length : end;
        return $"{text[..(colon + 1)]} {Values[random.Next(Values.Length)]}{text[end..]}";
    }

    private static string InLines(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        int at = random.Next(lines.Count);
        switch (random.Next(6))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                break;
            case 2:
                lines[at] = new string(' ', random.Next(1, 4)) + lines[at];
                break;
            case 3:
                lines[at] = lines[at].TrimStart();
                break;
            case 4:
                lines[at] = "\t" + lines[at];
                break;
            default:
                lines.Insert(at, Lines[random.Next(Lines.Length)]);
                break;
        }

        return string.Join('\n', lines);
    }

    private static string InCharacters(string text, Random random)
    {
        if (text.Length == 0)
        {
            return text;
        }

        int at = random.Next(text.Length);
        string other = Characters[random.Next(Characters.Length)].ToString();
        return random.Next(3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, other),
            _ => text.Remove(at, 1).Insert(at, other),
        };
    }

    private static string InWhole(string text, Random random, IReadOnlyList<string> good)
    {
        int at = random.Next(text.Length + 1);
        return random.Next(6) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text.Replace("\n", random.Next(2) == 0 ? "\r\n" : "\r", StringComparison.Ordinal),
            3 => text[..at] + good[random.Next(good.Count)],
            4 => text + new string("[{-? :\"'&*|"[random.Next(11)], random.Next(1, 2000)),
            _ => text[..at] + new string("0 a\n#,"[random.Next(6)], random.Next(1, 5000)) + text[at..],
        };
    }
}
