using Xunit;

namespace Fds.Core.Tests.Datasets.Fuzz;

/// <summary>Runs by itself, as it looks at how much memory the process takes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "fuzz of data files";
}
