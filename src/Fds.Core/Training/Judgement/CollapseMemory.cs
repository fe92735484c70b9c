namespace Fds.Core.Training.Judgement;

/// <summary>What a run remembers of how it did before its end, to tell whether it has collapsed.</summary>
/// <param name="InitialLoss">Mean loss of its initial weights on examples held out; null where nobody knows.</param>
/// <param name="InitialClasses">Different classes that they named there.</param>
/// <param name="WasAboveChance">Whether an evaluation on the way, or an earlier outer step, did better than always predicting the class frequencies.</param>
internal readonly record struct CollapseMemory(double? InitialLoss, int InitialClasses, bool WasAboveChance);
