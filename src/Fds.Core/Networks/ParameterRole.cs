namespace Fds.Core.Networks;

/// <summary>What a parameter tensor does in its layer.</summary>
public enum ParameterRole
{
    /// <summary>A weight matrix or a convolution kernel.</summary>
    Weight,

    /// <summary>A table with a row for each token or place.</summary>
    Embedding,

    /// <summary>An additive bias of a dense or convolution layer.</summary>
    Bias,

    /// <summary>The scale of a normalisation.</summary>
    NormalisationScale,

    /// <summary>The shift of a normalisation.</summary>
    NormalisationShift,
}
