namespace Fds.Core.Curvature;

/// <summary>How Hessian products are computed.</summary>
public enum EngineKind
{
    /// <summary>Exactly, by carrying tangents through the layers of a built-in network.</summary>
    Tangent,

    /// <summary>Exactly, by a second backward pass through the gradient's graph for each column.</summary>
    Autograd,

    /// <summary>Approximately, by the difference of two gradients for each column.</summary>
    FiniteDifference,
}
