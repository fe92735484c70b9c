using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Configuration;

namespace Fds.Deployment.Tests.Settings;

/// <summary>
/// The silo's own options, of the program that was built: loaded apart from the tests, since a test project that referenced the silo
/// would carry its native libraries.
/// </summary>
internal sealed class SiloAssembly
{
    /// <summary>Section, then the types that are bound to it.</summary>
    private static readonly (string Section, string Assembly, string Type)[] Options =
    [
        ("Fds", "Fds.Grains", "Fds.Grains.Hosting.FdsSiloOptions"),
        ("Fds", "fds-silo", "Fds.Silo.Hosting.SiloNetworkOptions"),
        ("Fds", "fds-silo", "Fds.Silo.Security.MessageOptions"),
        ("Fds:Cluster", "Fds.Grains", "Fds.Grains.Hosting.FdsClusterOptions"),
        ("Fds:Tls", "fds-silo", "Fds.Silo.Security.TlsOptions"),
    ];

    private readonly (string Section, Type Type)[] types;

    private SiloAssembly()
    {
        string program = Path.Combine(Programs.SiloFolder, "fds-silo.dll");
        AssemblyDependencyResolver resolver = new(program);
        AssemblyLoadContext apart = new("silo");
        apart.Resolving += (context, name) => resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        apart.LoadFromAssemblyPath(program);
        types = [.. Options.Select(option => (option.Section, apart.LoadFromAssemblyName(new AssemblyName(option.Assembly)).GetType(option.Type, throwOnError: true)!))];
    }

    public static SiloAssembly Instance { get; } = new();

    /// <summary>What is wrong with settings: keys that no option has, values that cannot be read or are out of their range.</summary>
    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, string> variables)
    {
        string[] keys = [.. variables.Keys.Select(Key)];
        string[] unknown = [.. keys.Where(key => Property(key) is null).Select(key => $"{key}: no option of the silo")];
        return unknown.Length > 0 ? unknown : [.. types.SelectMany(option => Invalid(variables, option.Section, option.Type))];
    }

    /// <summary>An option's value where these are the settings, its default where they do not have it.</summary>
    public object? Value(IReadOnlyDictionary<string, string> variables, string key)
    {
        (string section, Type type, PropertyInfo property) = Property(key) ?? throw new ArgumentException($"Expected an option of the silo, but got '{key}'.");
        return property.GetValue(Bind(variables, section, type));
    }

    private (string Section, Type Type, PropertyInfo Property)? Property(string key)
    {
        int colon = key.LastIndexOf(':');
        (string section, string name) = colon < 0 ? ("", key) : (key[..colon], key[(colon + 1)..]);
        foreach ((string candidate, Type type) in types.Where(option => option.Section == section))
        {
            if (type.GetProperty(name) is { CanWrite: true } property)
            {
                return (candidate, type, property);
            }
        }

        return null;
    }

    private static IEnumerable<string> Invalid(IReadOnlyDictionary<string, string> variables, string section, Type type)
    {
        object options;
        try
        {
            options = Bind(variables, section, type);
        }
        catch (InvalidOperationException e)
        {
            return [e.Message];
        }

        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => result.ErrorMessage!);
    }

    private static object Bind(IReadOnlyDictionary<string, string> variables, string section, Type type) =>
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(Key(pair.Key), (string?)pair.Value))).Build().GetSection(section).Get(type)
            ?? Activator.CreateInstance(type)!;

    private static string Key(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);
}
