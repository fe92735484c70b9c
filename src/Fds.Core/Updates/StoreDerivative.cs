using Fds.Core.Schedules;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>Takes the derivative by one kind's coefficient at a step, as the product a·b of two tensors of one shape.</summary>
internal delegate void StoreDerivative(HyperparameterKind kind, Tensor a, Tensor b);
