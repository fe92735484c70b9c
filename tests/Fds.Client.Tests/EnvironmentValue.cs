namespace Fds.Client.Tests;

/// <summary>An environment variable set for a while.</summary>
internal sealed class EnvironmentValue : IDisposable
{
    private readonly string name;
    private readonly string? before;

    public EnvironmentValue(string name, string? value)
    {
        this.name = name;
        before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(name, before);
}
