using Fds.Core.Datasets;
using Fds.Core.Losses;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Own;

/// <summary>What a user's module has to do.</summary>
/// <param name="Form">What it is given and what it has to say.</param>
/// <param name="Loss">What it is judged by.</param>
/// <param name="Type">Type of the weights.</param>
/// <param name="Device">Where it runs.</param>
/// <param name="ByOwnLoss">Whether a loss of its own trains it.</param>
internal sealed record OwnTrial(ExampleForm Form, Loss Loss, ScalarType Type, Device Device, bool ByOwnLoss);
