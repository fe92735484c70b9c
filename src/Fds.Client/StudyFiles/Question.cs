namespace Fds.Client.StudyFiles;

/// <summary>One of the questions that a new study file is made from.</summary>
/// <param name="Text">The question.</param>
/// <param name="Usual">The answer that holds where there is no other.</param>
/// <param name="With">The study with an answer.</param>
internal sealed record Question(string Text, Func<NewStudy, string> Usual, Func<NewStudy, string, NewStudy> With)
{
    /// <summary>All of them, in the order in which they are asked: what is usual for one may depend on the answers before.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        new("What is the study called?", study => study.Name, (study, answer) => study with { Name = answer }),
        new("What does it train on? A data set by name, or a file of your own", study => study.Data, (study, answer) => study with { Data = answer }),
        new("Which network? A name, or a TorchScript file", study => study.Model, (study, answer) => study with { Network = answer }),
        new("How long is a training run?", study => study.Horizon, (study, answer) => study with { Length = answer }),
        new("Into how many parts is the learning rate divided?", study => study.Windows, (study, answer) => study with { Windows = answer }),
    ];
}
