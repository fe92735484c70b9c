using Fds.Testing;
using Microsoft.Playwright;

namespace Fds.Browser.Tests;

/// <summary>A page that is open in a browser, from a file as a reader has it, and what it asked for and complained of.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly IBrowserContext context;

    private OpenPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What stands in its console.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>What it loaded, itself included.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>How long it took to open, in milliseconds.</summary>
    public double OpenedAfter { get; private set; }

    /// <summary>Opens a page.</summary>
    public static async Task<OpenPage> Of(IBrowserContext context, string html)
    {
        OpenPage open = new(context, await context.NewPageAsync());
        string file = open.folder["report.html"];
        await File.WriteAllTextAsync(file, html);
        long started = TimeProvider.System.GetTimestamp();
        await open.Page.GotoAsync($"file://{file}", new() { WaitUntil = WaitUntilState.Load });
        open.OpenedAfter = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        folder.Dispose();
    }
}
