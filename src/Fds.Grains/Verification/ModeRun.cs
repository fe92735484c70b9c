using Fds.Contracts.Studies;

namespace Fds.Grains.Verification;

/// <summary>One of the runs whose hypergradients are compared.</summary>
/// <param name="Name">As people read it.</param>
/// <param name="Study">The study as it sees it.</param>
internal sealed record ModeRun(string Name, StudySpecification Study);
