namespace Fds.Contracts.Studies;

/// <summary>The floating-point type of weights and tangents.</summary>
[GenerateSerializer]
[Alias("fds.Precision")]
public enum Precision
{
    /// <summary>32-bit, the default.</summary>
    Float32,

    /// <summary>64-bit, for checking.</summary>
    Float64,
}
