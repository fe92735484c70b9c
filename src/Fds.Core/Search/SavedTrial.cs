using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Fds.Core.Search;

/// <summary>A trial and its result as they are saved; the number is the position in the list.</summary>
internal sealed record SavedTrial
{
    public required ImmutableArray<double> Values { get; init; }

    public required int Resource { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Parent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Segment { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Member { get; init; }

    /// <summary>Null: under way. "Infinity": diverged.</summary>
    public double? Objective { get; init; }

    public static SavedTrial Of(TrialRecord record) => new()
    {
        Values = record.Trial.Values,
        Resource = record.Trial.Resource,
        Parent = record.Trial.Parent,
        Segment = record.Trial.Segment,
        Member = record.Trial.Member,
        Objective = record.Objective,
    };

    public Trial As(int number) => new()
    {
        Number = number,
        Values = Values,
        Resource = Resource,
        Parent = Parent,
        Segment = Segment,
        Member = Member,
    };
}
