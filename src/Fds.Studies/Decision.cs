using System.Collections.Immutable;
using Fds.Studies.Effects;

namespace Fds.Studies;

/// <summary>A study's answer to something that it was told. The answer is given and the effects happen after the required write.</summary>
/// <param name="Answer">The answer for the caller.</param>
/// <param name="Writing">What must be stored first.</param>
/// <param name="Effects">The effects, in order.</param>
/// <typeparam name="T">Type of the answer.</typeparam>
internal sealed record Decision<T>(T Answer, Writing Writing, ImmutableArray<StudyEffect> Effects);
