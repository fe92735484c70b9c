using System.Reflection;
using Fds.Core.Networks.Own;
using Fds.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Assemblies;

/// <summary>The type of an assembly that is the network, and the constructor that makes it: one that takes a <see cref="ModuleShape"/>, else one that takes nothing.</summary>
internal sealed class ModuleType
{
    private readonly ConstructorInfo constructor;

    private ModuleType(ConstructorInfo constructor) => this.constructor = constructor;

    private string Name => constructor.DeclaringType!.FullName!;

    /// <summary>Finds it.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">Its name with its namespace; null: the only one that there is.</param>
    /// <exception cref="FdsException">There is none, it is none, or there are several.</exception>
    public static ModuleType Of(Assembly assembly, string? name)
    {
        Type[] modules = [.. Types(assembly).Where(type => Complaint(type) is null)];
        string known = modules.Length == 0 ? "no public module" : string.Join(", ", modules.Select(type => type.FullName));
        if (name is null)
        {
            return modules switch
            {
                [var only] => new(ConstructorOf(only)!),
                [] => throw new FdsException("the assembly has no public torch.nn.Module<Tensor, Tensor> with a public constructor that takes nothing or one ModuleShape"),
                _ => throw new FdsException($"the assembly has several modules, {known}; name one of them as model.type"),
            };
        }

        Type type = assembly.GetType(name) ?? throw new FdsException($"the assembly has no type {name}, but {known}");
        return Complaint(type) is { } complaint ? throw new FdsException($"{name} {complaint}") : new(ConstructorOf(type)!);
    }

    /// <summary>A new module, whose tensors belong to no dispose scope.</summary>
    /// <param name="shape">What it is told of the data.</param>
    /// <exception cref="FdsException">Its constructor failed; the message has the constructor's own words.</exception>
    public nn.Module<Tensor, Tensor> Make(ModuleShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            object made = constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, constructor.GetParameters().Length == 0 ? [] : [shape], culture: null);
            return (nn.Module<Tensor, Tensor>)made;
        }
#pragma warning disable CA1031 // A user's code throws what it likes; all of it is the user's to read.
        catch (Exception e) when (!Runtime.OutOfMemory.Is(e))
#pragma warning restore CA1031
        {
            throw new FdsException($"the constructor of {Name} failed ({OwnNetwork.Gist(e.Message)})", e);
        }
        finally
        {
            scope.Detach([.. scope.DisposablesView]);
        }
    }

    private static Type[] Types(Assembly assembly)
    {
        try
        {
            return assembly.GetExportedTypes();
        }
        catch (Exception e) when (e is TypeLoadException or ReflectionTypeLoadException or FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            throw new FdsException($"the assembly's types cannot be loaded ({OwnNetwork.Gist(e.Message)})", e);
        }
    }

    /// <summary>Why a type cannot be the network; null where it can.</summary>
    private static string? Complaint(Type type) => type switch
    {
        _ when !type.IsAssignableTo(typeof(nn.Module<Tensor, Tensor>)) => "is no torch.nn.Module<Tensor, Tensor>",
        { IsVisible: false } => "is not public",
        { IsAbstract: true } => "is abstract, so no network can be made of it",
        { ContainsGenericParameters: true } => "is generic, so it is not known what to make of it",
        _ when ConstructorOf(type) is null => "has no public constructor that takes nothing or one ModuleShape",
        _ => null,
    };

    private static ConstructorInfo? ConstructorOf(Type type) => type.GetConstructor([typeof(ModuleShape)]) ?? type.GetConstructor([]);
}
