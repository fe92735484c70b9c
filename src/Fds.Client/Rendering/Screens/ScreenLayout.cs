namespace Fds.Client.Rendering.Screens;

/// <summary>Divides the lines of a screen among its parts.</summary>
internal static class ScreenLayout
{
    /// <summary>
    /// Draws the parts one below the other. Each has its least lines in the order of the parts, then the parts grow in that order to what they
    /// usually have; then empty lines stand between them, and the parts grow to what they want.
    /// </summary>
    /// <param name="sections">The parts, from the top.</param>
    /// <param name="height">Number of lines.</param>
    public static IReadOnlyList<ScreenLine> Of(IReadOnlyList<ScreenSection> sections, int height)
    {
        int[] lines = new int[sections.Count];
        int room = Grow(lines, [.. sections.Select(section => section.Least)], height);
        room = Grow(lines, [.. sections.Select(section => section.Usual)], room);
        int gaps = Math.Min(room, Math.Max(0, lines.Count(count => count > 0) - 1));
        Grow(lines, [.. sections.Select(section => section.Wanted)], room - gaps);
        return Draw(sections, lines, gaps);
    }

    private static List<ScreenLine> Draw(IReadOnlyList<ScreenSection> sections, int[] lines, int gaps)
    {
        List<ScreenLine> screen = [];
        for (int i = 0; i < sections.Count; i++)
        {
            if (lines[i] == 0)
            {
                continue;
            }

            if (screen.Count > 0 && gaps > 0)
            {
                screen.Add(ScreenLine.Blank);
                gaps--;
            }

            screen.AddRange(sections[i].Draw(lines[i]).Take(lines[i]));
        }

        return screen;
    }

    private static int Grow(int[] lines, int[] to, int room)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            int more = Math.Clamp(to[i] - lines[i], 0, room);
            lines[i] += more;
            room -= more;
        }

        return room;
    }
}
