using System.Reflection;
using System.Text;

namespace Fds.Architecture.Tests.Wire;

/// <summary>Writes down what an assembly puts on the wire or into storage: aliases, member ids, names and types.</summary>
internal static class WireDescription
{
    /// <summary>Serializable types of the assembly, in the order of their aliases.</summary>
    public static IEnumerable<Type> SerializableTypes(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)).OrderBy(NameOf, StringComparer.Ordinal);

    /// <summary>Grain interfaces of the assembly, in the order of their aliases.</summary>
    public static IEnumerable<Type> GrainInterfaces(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(Orleans.Runtime.IAddressable))).OrderBy(NameOf, StringComparer.Ordinal);

    /// <summary>Fields and properties with an id, in the order of their ids.</summary>
    public static IEnumerable<(uint Id, MemberInfo Member, Type Type)> Members(Type type) =>
        type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(member => member.IsDefined(typeof(IdAttribute)))
            .Select(member => (member.GetCustomAttribute<IdAttribute>()!.Id, member, TypeOf(member)))
            .OrderBy(member => member.Id);

    /// <summary>The alias of a type or method, or null.</summary>
    public static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    public static string Describe(IEnumerable<Assembly> assemblies)
    {
        StringBuilder text = new();
        foreach (Assembly assembly in assemblies)
        {
            text.Append(assembly.GetName().Name).Append('\n');
            foreach (Type type in SerializableTypes(assembly))
            {
                text.Append($"  {KindOf(type)} {NameOf(type)}\n");
                foreach (string line in type.IsEnum ? EnumLines(type) : MemberLines(type))
                {
                    text.Append($"    {line}\n");
                }
            }

            foreach (Type type in GrainInterfaces(assembly))
            {
                string keys = string.Join(", ", type.GetInterfaces().Where(key => key != typeof(IGrain) && key != typeof(Orleans.Runtime.IAddressable)).Select(NameOf).Order(StringComparer.Ordinal));
                text.Append($"  interface {NameOf(type)} : {keys}\n");
                foreach (string line in type.GetMethods().Select(MethodLine).Order(StringComparer.Ordinal))
                {
                    text.Append($"    {line}\n");
                }
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> EnumLines(Type type) =>
        Enum.GetValues(type).Cast<object>().Select(value => $"{Convert.ToInt64(value)} {value}");

    private static IEnumerable<string> MemberLines(Type type) =>
        Members(type).Select(member => $"{member.Id} {member.Member.Name} {NameOf(member.Type)}");

    private static string MethodLine(MethodInfo method) =>
        $"{AliasOf(method) ?? method.Name + " (no alias)"}({string.Join(", ", method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)))}) {NameOf(method.ReturnType)}";

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        _ when type.IsAssignableTo(typeof(Exception)) => "exception",
        { IsValueType: true } => "struct",
        _ => "class",
    };

    private static Type TypeOf(MemberInfo member) => member switch
    {
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        _ => throw new ArgumentException($"Expected a field or property but got {member}.", nameof(member)),
    };

    /// <summary>Our own types by alias, as on the wire; others by their C# name without the namespace.</summary>
    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericType)
        {
            return $"{(AliasOf(type) ?? type.Name).Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
        }

        return AliasOf(type) ?? type.Name;
    }
}
