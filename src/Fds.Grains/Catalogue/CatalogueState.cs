using Fds.Contracts.Catalogue;

namespace Fds.Grains.Catalogue;

/// <summary>The stored list of studies.</summary>
[GenerateSerializer]
[Alias("fds.CatalogueState")]
internal sealed class CatalogueState
{
    /// <summary>Studies by name.</summary>
    [Id(0)]
    public SortedDictionary<string, StudySummary> Studies { get; set; } = new(StringComparer.Ordinal);
}
