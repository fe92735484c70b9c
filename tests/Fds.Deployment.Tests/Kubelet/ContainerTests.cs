namespace Fds.Deployment.Tests.Kubelet;

/// <summary>Tests that run programs in containers: one after the other, and not beside others, because they use every core.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ContainerTests
{
    public const string Name = "containers";
}
