namespace Fds.Core.Tests.Golden;

/// <summary>One parameter of the reference's network.</summary>
internal sealed record GoldenParameter(string Name, long[] Shape);
