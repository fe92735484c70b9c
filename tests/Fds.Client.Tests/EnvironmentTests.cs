using Xunit;

namespace Fds.Client.Tests;

/// <summary>Tests that change or read the process's environment run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentTests
{
    public const string Name = "environment";
}
