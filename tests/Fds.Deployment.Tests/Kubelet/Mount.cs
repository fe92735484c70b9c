namespace Fds.Deployment.Tests.Kubelet;

/// <summary>A folder of this machine at a path in a container.</summary>
internal sealed record Mount(string Source, string Target, bool ReadOnly)
{
    public override string ToString() => $"{Source}:{Target}:{(ReadOnly ? "ro" : "rw")}";
}
