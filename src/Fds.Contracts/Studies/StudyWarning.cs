namespace Fds.Contracts.Studies;

/// <summary>Something that a study says and that cannot be meant: it runs all the same.</summary>
/// <param name="Path">Field path, e.g. <c>spec.hyperparameters.learningRate</c>.</param>
/// <param name="Message">What the field leads to.</param>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyWarning")]
public sealed record StudyWarning([property: Id(0)] string Path, [property: Id(1)] string Message)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
