namespace Fds.Contracts.Studies;

/// <summary>What computes Hessian–tangent products.</summary>
[GenerateSerializer]
[Alias("fds.CurvatureEngine")]
public enum CurvatureEngine
{
    /// <summary>Tangents of all columns carried through the layers together: exact, the default.</summary>
    Tangent,

    /// <summary>A second backward pass for each column: exact, slower.</summary>
    Autograd,

    /// <summary>The difference of two gradients for each column: approximate.</summary>
    FiniteDifference,
}
