namespace Fds.Core.Networks;

/// <summary>How weight matrices and kernels are drawn.</summary>
public enum WeightScheme
{
    /// <summary>Normal with variance gain² · 2 / (fan-in + fan-out) (Glorot and Bengio, 2010).</summary>
    Xavier,

    /// <summary>Normal with variance gain² / fan-in; √2 keeps the scale of what passes through rectifiers (He et al., 2015).</summary>
    Kaiming,

    /// <summary>Normal with standard deviation gain.</summary>
    Normal,

    /// <summary>Orthonormal rows or columns times gain (Saxe et al., 2014).</summary>
    Orthogonal,

    /// <summary>All zero.</summary>
    Zero,

    /// <summary>PyTorch's default: uniform within ±1/√fan-in, biases included; tables of a gpt normal with standard deviation 1.</summary>
    Default,

    /// <summary>Those that come with a user's own network: as stored in its file, or drawn by its own method.</summary>
    File,
}
