using Microsoft.Playwright;
using Xunit;

namespace Fds.Browser.Tests;

/// <summary>Debian's Chromium. It is told to load nothing of its own, so that a request is one of the page.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The program; null where it is absent.</summary>
    private static string? Program { get; } =
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
         from name in Names
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Starts it where it is there.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Program is not null)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments });
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
    }

    /// <summary>Opens a page in a window of its own; skips the test where there is no Chromium.</summary>
    internal async Task<OpenPage> Open(string html, BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(browser is null, "There is no Chromium on this machine: Debian's package is chromium.");
        return await OpenPage.Of(await browser!.NewContextAsync(options ?? new()), html);
    }
}
