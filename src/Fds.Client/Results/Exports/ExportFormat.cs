namespace Fds.Client.Results.Exports;

/// <summary>What a learned schedule is written for.</summary>
internal enum ExportFormat
{
    /// <summary>A Python module for torch.optim.</summary>
    Pytorch,

    /// <summary>A C# class for TorchSharp.</summary>
    TorchSharp,

    /// <summary>A Python module for Optax.</summary>
    Optax,

    /// <summary>A Python module for Keras 3.</summary>
    Keras,

    /// <summary>A line for each value.</summary>
    Csv,

    /// <summary>Values, groups and settings.</summary>
    Json,
}
