namespace Fds.Contracts.Studies;

/// <summary>The scale that a hyperparameter is measured on: equal distances on it are equally large changes.</summary>
[GenerateSerializer]
[Alias("fds.ValueScale")]
public enum ValueScale
{
    /// <summary>The value itself.</summary>
    Linear,

    /// <summary>Its logarithm, for values above 0.</summary>
    Log,

    /// <summary>The logarithm of its distance from 1, for values below 1.</summary>
    Log1m,
}
