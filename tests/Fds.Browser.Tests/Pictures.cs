using Fds.Client.Reports;
using Fds.Client.Results;
using Microsoft.Playwright;
using Xunit;

namespace Fds.Browser.Tests;

/// <summary>Pictures of reports for eyes. eng/pictures asks for them: FDS_PICTURES names the folder for them, FDS_REPORTS the result folders.</summary>
public sealed class Pictures(Chromium chromium) : IClassFixture<Chromium>
{
    private const int MostPixels = 16000;

    private static readonly (string Name, BrowserNewContextOptions Options, Media Media)[] Looks =
    [
        ("light", new() { ViewportSize = new() { Width = 1200, Height = 900 }, ColorScheme = ColorScheme.Light }, Media.Screen),
        ("dark", new() { ViewportSize = new() { Width = 1200, Height = 900 }, ColorScheme = ColorScheme.Dark }, Media.Screen),
        ("narrow", new() { ViewportSize = new() { Width = 380, Height = 800 }, ColorScheme = ColorScheme.Light }, Media.Screen),
        ("print", new() { ViewportSize = new() { Width = 794, Height = 1123 }, ColorScheme = ColorScheme.Light }, Media.Print),
    ];

    [Fact]
    public async Task Reports_AreDrawnInEveryLook()
    {
        string? to = Environment.GetEnvironmentVariable("FDS_PICTURES");
        string[] folders = (Environment.GetEnvironmentVariable("FDS_REPORTS") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        Assert.SkipWhen(to is null || folders.Length == 0, "Nobody asks for pictures: eng/pictures FOLDER... does.");
        foreach (string folder in folders)
        {
            string html = Report.Of(ResultReader.Read(folder));
            foreach ((string name, BrowserNewContextOptions options, Media media) in Looks)
            {
                await using OpenPage open = await chromium.Open(html, options);
                await open.Page.EmulateMediaAsync(new() { Media = media });
                string file = Path.Combine(to!, $"{folder.Trim('/').Replace('/', '-')}-{name}");
                await Take(open.Page, file);
                Assert.True(new FileInfo($"{file}-0.png").Length > 0);
            }
        }
    }

    /// <summary>Parts of the page, as one picture of it all would be too small to see anything on.</summary>
    private static async Task Take(IPage page, string file)
    {
        int height = Math.Min(MostPixels, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        int part = page.ViewportSize!.Width * 3 / 2;
        for (int top = 0; top < height; top += part)
        {
            await page.ScreenshotAsync(new() { Path = $"{file}-{top / part}.png", FullPage = true, Clip = new() { X = 0, Y = top, Width = page.ViewportSize.Width, Height = Math.Min(part, height - top) } });
        }
    }
}
