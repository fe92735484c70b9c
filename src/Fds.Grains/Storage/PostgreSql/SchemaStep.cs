using System.Globalization;
using System.Reflection;

namespace Fds.Grains.Storage.PostgreSql;

/// <summary>One step of the schema, as embedded: <c>0002-grain-state</c> is step 2.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">What it brings.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaStep(int Version, string Name, string Sql)
{
    private const string Prefix = "migrations/";

    /// <summary>All steps, in order.</summary>
    public static IReadOnlyList<SchemaStep> All { get; } =
    [
        .. typeof(SchemaStep).Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(step => step.Version),
    ];

    private static SchemaStep Read(string resource)
    {
        string[] parts = resource[Prefix.Length..].Split('-', 2);
        using Stream content = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using StreamReader reader = new(content);
        return new(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], reader.ReadToEnd());
    }
}
