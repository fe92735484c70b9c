using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Fds.Client.Tests.Following;

/// <summary>A terminal in memory: what is on its screen after text and control sequences, lines that are too long broken as terminals break them.</summary>
internal sealed class VirtualTerminal : TextWriter, IAnsiConsoleOutput
{
    private readonly StringBuilder written = new();
    private readonly List<StringBuilder> lines = [new()];
    private int row;
    private int column;
    private int parsed;

    public VirtualTerminal(int width, int height) => (Width, Height) = (width, height);

    public TextWriter Writer => this;

    public bool IsTerminal => true;

    public int Width { get; set; }

    public int Height { get; set; }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>All that was written.</summary>
    public string Written => written.ToString();

    /// <summary>The lines of the screen down to the last that is not empty.</summary>
    public string[] Screen => string.Join('\n', lines.Skip(Top).Select(line => line.ToString().TrimEnd())).TrimEnd('\n').Split('\n');

    private int Top => Math.Max(0, lines.Count - Height);

    public void SetEncoding(Encoding encoding)
    {
        // Characters are taken as they are.
    }

    public override void Write(char value)
    {
        written.Append(value);
        string text = written.ToString(parsed, written.Length - parsed);
        if (text[0] != '\e')
        {
            Put(value);
            parsed = written.Length;
        }
        else if (text.Length > 2 && char.IsAsciiLetter(value))
        {
            Obey(value, text[2..^1]);
            parsed = written.Length;
        }
    }

    private void Put(char value)
    {
        if (value == '\r')
        {
            column = 0;
            return;
        }

        if (value == '\n' || column == Width)
        {
            (row, column) = (row + 1, 0);
            Reach();
        }

        if (value != '\n')
        {
            lines[row].Append(' ', Math.Max(0, column - lines[row].Length));
            lines[row].Length = Math.Max(lines[row].Length, column + 1);
            lines[row][column++] = value;
        }
    }

    private void Obey(char command, string argument)
    {
        int count = int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 1;
        switch (command)
        {
            case 'A':
                row = Math.Max(Top, row - count);
                break;
            case 'H':
                (row, column) = (Top, 0);
                break;
            case 'J':
                lines.ForEach(line => line.Clear());
                break;
            case 'K':
                lines[row].Clear();
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                throw new InvalidOperationException($"Expected a control sequence that is known but got '{argument}{command}'.");
        }
    }

    private void Reach()
    {
        if (row == lines.Count)
        {
            lines.Add(new());
        }
    }
}
