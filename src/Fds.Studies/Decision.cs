using System.Collections.Immutable;
using Fds.Studies.Effects;

namespace Fds.Studies;

/// <summary>What a study answers to something that it was told. The answer is given, and the effects happen, once what has to be stored is stored.</summary>
/// <param name="Answer">For whoever told it.</param>
/// <param name="Writing">What has to be stored first.</param>
/// <param name="Effects">What follows, in order.</param>
/// <typeparam name="T">Type of the answer.</typeparam>
internal sealed record Decision<T>(T Answer, Writing Writing, ImmutableArray<StudyEffect> Effects);
