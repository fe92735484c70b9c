using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Fds.Architecture.Tests.Wire;

/// <summary>What every message keeps to: an alias, explicit ids, immutability, numbers and strings only.</summary>
public sealed class WireShapeTests
{
    private static readonly Assembly Contracts = Assembly.Load("Fds.Contracts");

    private static readonly Type[] Plain = [typeof(string), typeof(Guid), typeof(TimeSpan), typeof(DateTimeOffset), typeof(decimal)];

    private static readonly Type[] Containers = [typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableList<>)];

    private static IEnumerable<Type> Types => WireDescription.SerializableTypes(Contracts);

    private static IEnumerable<Type> Records => Types.Where(type => !type.IsEnum && !type.IsAssignableTo(typeof(Exception)));

    [Fact]
    public void SerializableType_WhenInContracts_HasAnAliasOfItsOwn()
    {
        Assert.NotEmpty(Types);
        Assert.DoesNotContain(Types, type => WireDescription.AliasOf(type)?.StartsWith("fds.", StringComparison.Ordinal) != true);
        Assert.Empty(Types.Concat(WireDescription.GrainInterfaces(Contracts)).GroupBy(WireDescription.AliasOf).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void SerializableType_WhenInContracts_IsASealedRecordOrEnumOrException()
    {
        Assert.Empty(Types.Where(type => !type.IsSealed).Select(type => $"{type} is not sealed"));
        Assert.Empty(Records.Where(type => type.GetMethod("<Clone>$") is null).Select(type => $"{type} is no record"));
        Assert.Empty(Records.Where(type => !type.IsDefined(typeof(ImmutableAttribute))).Select(type => $"{type} lacks [Immutable]"));
    }

    [Fact]
    public void Record_WhenInContracts_HasNoSetterAfterConstruction()
    {
        IEnumerable<string> settable = Records.SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.SetMethod is { } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(property => $"{property.DeclaringType}.{property.Name}");

        Assert.Empty(settable);
    }

    [Fact]
    public void Record_WhenItStoresAValue_GivesItAnIdOfItsOwn()
    {
        // A property without an id would be left off the wire without a word.
        IEnumerable<string> forgotten = Records.SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsDefined(typeof(IdAttribute)) && Property(field)?.IsDefined(typeof(IdAttribute)) != true)
            .Select(field => $"{field.DeclaringType}.{Property(field)?.Name ?? field.Name}");
        Assert.Empty(forgotten);

        IEnumerable<string> twice = Records.SelectMany(type => WireDescription.Members(type).GroupBy(member => member.Id)
            .Where(group => group.Count() > 1)
            .Select(group => $"{type}: id {group.Key}"));
        Assert.Empty(twice);
    }

    [Fact]
    public void Record_WhenItStoresAValue_HoldsNumbersAndStringsOnly()
    {
        IEnumerable<string> strange = Records.SelectMany(type => WireDescription.Members(type).Where(member => !Crosses(member.Type)).Select(member => $"{type}.{member.Member.Name}: {member.Type}"));

        Assert.Empty(strange);
    }

    [Fact]
    public void GrainInterface_WhenInContracts_NamesItselfAndItsMethods()
    {
        Type[] interfaces = [.. WireDescription.GrainInterfaces(Contracts)];
        Assert.NotEmpty(interfaces);

        Assert.DoesNotContain(interfaces, type => WireDescription.AliasOf(type) is null);
        Assert.Empty(interfaces.SelectMany(type => type.GetMethods()).Where(method => WireDescription.AliasOf(method) is null).Select(method => $"{method.DeclaringType}.{method.Name}"));
        Assert.Empty(interfaces.SelectMany(type => type.GetMethods().GroupBy(WireDescription.AliasOf).Where(group => group.Count() > 1).Select(group => $"{type}: {group.Key}")));
    }

    private static bool Crosses(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Crosses(underlying);
        }

        if (type.IsGenericType)
        {
            return (Containers.Contains(type.GetGenericTypeDefinition()) || type.IsDefined(typeof(GenerateSerializerAttribute))) && type.GetGenericArguments().All(Crosses);
        }

        return type.IsGenericParameter || type.IsPrimitive || Plain.Contains(type) || type.IsDefined(typeof(GenerateSerializerAttribute));
    }

    private static PropertyInfo? Property(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) : null;
}
