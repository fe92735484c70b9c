using System.Diagnostics;

namespace Fds.Deployment.Tests.Images;

/// <summary>Silo and console, published as their images are and put together as the images' layers are; made once, where containers can be run.</summary>
public sealed class PublishedPrograms : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The silo's /app.</summary>
    public string Silo => folder["silo/app"];

    /// <summary>The console's /app.</summary>
    public string Console => folder["apart/console/app"];

    /// <summary>The silo's native libraries, a layer of their own.</summary>
    public string Native => folder["silo/native"];

    public async ValueTask InitializeAsync()
    {
        if (Kubelet.Container.WhyImpossible() is null)
        {
            // Side by side, and therefore not into one folder, whose builds they would share.
            await Task.WhenAll(Run("images/publish", "silo", folder.Path), Run("images/publish", "console", folder["apart"]));
            await Run("cp", "-al", $"{Native}/.", Silo);
        }
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task Run(string program, params string[] arguments)
    {
        string path = program.Contains('/') ? Path.Combine(SharedFolder.Checkout, program) : program;
        using Process process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {output}{await errors}");
    }
}
