using Fds.Contracts.Devices;

namespace Fds.Studies.Effects;

/// <summary>Removes the checkpoints of all work of one kind at one outer step.</summary>
/// <param name="Any">Any of that work.</param>
internal sealed record RemoveStepCheckpoints(WorkKey Any) : StudyEffect;
