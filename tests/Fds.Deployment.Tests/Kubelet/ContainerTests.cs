namespace Fds.Deployment.Tests.Kubelet;

/// <summary>Tests that run pods in containers, one after the other. Programs are published beside them, because pods mostly wait.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerTests
{
    public const string Name = "containers";
}
