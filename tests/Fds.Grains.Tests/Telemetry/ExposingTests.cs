using Xunit;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>Tests of what the process exposes run alone: the exporter finds meters by name, whoever made them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ExposingTests
{
    public const string Name = "exposing";
}
