namespace Fds.Core.Search.Plans;

/// <summary>A stage of successive halving.</summary>
/// <param name="Size">n_i: the most trials in it.</param>
/// <param name="Resource">r_i: the resource of each.</param>
internal readonly record struct Rung(int Size, int Resource);
