namespace Fds.Benchmarks;

/// <summary>A study to spread: so many learning-rate windows, one of momentum and one of weight decay.</summary>
internal sealed record ScalingCase(string Model, int Batch, int InnerSteps, int Windows, int Seeds)
{
    public int Columns => Windows + 2;
}
