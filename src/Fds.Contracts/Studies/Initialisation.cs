namespace Fds.Contracts.Studies;

/// <summary>How weight matrices and kernels are drawn. Biases are 0 (except under <see cref="Default"/>), normalisation scales are 1.</summary>
[GenerateSerializer]
[Alias("fds.Initialisation")]
public enum Initialisation
{
    /// <summary>Normal, variance gain² · 2 / (fan-in + fan-out).</summary>
    Xavier,

    /// <summary>Normal, variance gain² / fan-in.</summary>
    Kaiming,

    /// <summary>Normal, standard deviation gain.</summary>
    Normal,

    /// <summary>Orthonormal rows or columns, times gain.</summary>
    Orthogonal,

    /// <summary>All zero.</summary>
    Zero,

    /// <summary>PyTorch’s own default for each layer, biases included.</summary>
    Default,

    /// <summary>The weights of a network of the user's own: as stored in its file, or as drawn by its own method reset_parameters.</summary>
    File,
}
