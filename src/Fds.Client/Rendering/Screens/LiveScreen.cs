using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>Shows one screen after another in the same place of a terminal, without erasing between them; after a change of its size on an empty screen.</summary>
internal static class LiveScreen
{
    /// <summary>Clears the screen, not what has scrolled out of it, and goes to its top.</summary>
    private const string EmptyScreen = "\e[2J\e[H";

    /// <summary>Shows screens until there are no more; the last stays.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="screens">The screens.</param>
    public static async Task Show(IAnsiConsole console, IAsyncEnumerable<IRenderable> screens)
    {
        await using IAsyncEnumerator<IRenderable> rest = screens.GetAsyncEnumerator();
        IRenderable shown = Text.Empty;

        // A display holds the place of its lines: where the terminal has another size they are elsewhere.
        while (await console.Live(shown).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(ShowInOneSize))
        {
            console.Write(new ControlCode(EmptyScreen));
        }

        async Task<bool> ShowInOneSize(LiveDisplayContext display)
        {
            (int, int) size = (console.Profile.Width, console.Profile.Height);
            display.Refresh();
            while (await rest.MoveNextAsync())
            {
                shown = rest.Current;
                if ((console.Profile.Width, console.Profile.Height) != size)
                {
                    return true;
                }

                display.UpdateTarget(shown);
            }

            return false;
        }
    }
}
