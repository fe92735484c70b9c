using System.Collections.Immutable;

namespace Fds.Core.Datasets.Arrays;

/// <summary>A file of named arrays.</summary>
internal interface IArrayFile : IDisposable
{
    /// <summary>The arrays in it.</summary>
    ImmutableArray<string> Names { get; }

    /// <summary>One of them.</summary>
    /// <exception cref="DatasetException">It is of a type that is not read, or its header is damaged.</exception>
    StoredArray Array(string name);
}
