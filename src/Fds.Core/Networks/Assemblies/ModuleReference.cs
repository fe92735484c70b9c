namespace Fds.Core.Networks.Assemblies;

/// <summary>A module in an assembly.</summary>
/// <param name="Path">The assembly's file.</param>
/// <param name="Type">The type's name with its namespace; null: the only one that there is.</param>
public sealed record ModuleReference(string Path, string? Type);
