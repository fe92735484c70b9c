using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fds.Core.Search;

/// <summary>A search as text, which states of studies had before it was restored from their trials.</summary>
internal sealed record SavedSearch
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public required int Version { get; init; }

    public required SearchMethod Method { get; init; }

    public required ImmutableArray<SavedTrial> Trials { get; init; }

    /// <summary>The history that was saved.</summary>
    /// <exception cref="FdsException">It is damaged, of another version, or of another method or space than the settings'.</exception>
    public static SearchHistory Read(SearchSettings settings, string text)
    {
        SavedSearch saved = Parse(text);
        if (saved.Version != CurrentVersion)
        {
            throw new FdsException($"Expected a search saved in version {CurrentVersion}, but found version {saved.Version}.");
        }

        if (saved.Method != settings.Method)
        {
            throw new FdsException($"Expected a saved search by {settings.Method}, but found one by {saved.Method}.");
        }

        SearchHistory history = new();
        foreach (SavedTrial trial in saved.Trials)
        {
            int number = history.Count;
            Check(settings, trial, number);
            history.Add(trial.As(number));
            if (trial.Objective is double objective)
            {
                history.Tell(number, objective);
            }
        }

        return history;
    }

    private static void Check(SearchSettings settings, SavedTrial trial, int number)
    {
        int values = trial.Values.IsDefault ? 0 : trial.Values.Length;
        if (values != settings.Space.Dimensions.Length)
        {
            throw new FdsException($"Expected {settings.Space.Dimensions.Length} values in saved trial {number}, but found {values}.");
        }

        if (trial.Parent < 0 || trial.Parent >= number)
        {
            throw new FdsException($"Expected an earlier trial as the parent of saved trial {number}, but found {trial.Parent}.");
        }

        if (trial.Member < 0 || trial.Member >= settings.Population)
        {
            throw new FdsException($"Expected a member below {settings.Population} in saved trial {number}, but found {trial.Member}.");
        }
    }

    private static SavedSearch Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SavedSearch>(text, Json) is { Trials.IsDefault: false } saved ? saved : throw new FdsException("Expected a saved search, but found none.");
        }
        catch (JsonException e)
        {
            throw new FdsException($"The saved search cannot be read: {e.Message}", e);
        }
    }
}
