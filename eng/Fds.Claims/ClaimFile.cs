using System.Collections.Immutable;
using System.Globalization;

namespace Fds.Claims;

/// <summary>eng/claims.tsv: every claim, with its figures.</summary>
internal static class ClaimFile
{
    /// <summary>The claims, in the order of the file.</summary>
    /// <exception cref="FormatException">A line is not what it should be; the message names it.</exception>
    public static ImmutableArray<Claim> Read(string file)
    {
        List<Claim> claims = [];
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            try
            {
                if (line.Length > 0 && !line.StartsWith('#'))
                {
                    Add(claims, line.Split('\t'));
                }
            }
            catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
            {
                throw new FormatException($"{file}:{number}: {e.Message}", e);
            }
        }

        return [.. claims];
    }

    private static void Add(List<Claim> claims, string[] fields)
    {
        if (fields[0] == "claim")
        {
            claims.Add(new(fields[1], fields[2], [.. fields[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)], fields[4], fields[5], [], [], []));
            return;
        }

        int index = claims.FindIndex(known => known.Name == fields[1]);
        if (index < 0)
        {
            throw new FormatException($"Expected a claim above of the name '{fields[1]}', but there is none.");
        }

        Claim claim = claims[index];
        claims[index] = fields[0] switch
        {
            "figure" => claim with { Figures = claim.Figures.Add(new(fields[2], fields[3], Number(fields[4]), new(fields[5]), new(fields[6]), [.. fields[7..]])) },
            "row" => claim with { Rows = claim.Rows.Add(new(fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8], fields[9], fields[10], fields[11])) },
            "page" => claim with { Pages = claim.Pages.Add(new(fields[2], new(fields[3]))) },
            _ => throw new FormatException($"Expected claim, figure, row or page, but found '{fields[0]}'."),
        };
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
