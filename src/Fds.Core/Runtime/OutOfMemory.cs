using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>Tells by its words whether libtorch failed for want of memory: TorchSharp throws one type for everything.</summary>
public static class OutOfMemory
{
    /// <summary>Fragments of the messages of libtorch, CUDA, cuBLAS and cuDNN.</summary>
    private static readonly string[] Words =
        ["out of memory", "can't allocate memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED"];

    /// <summary>Whether an exception says that a device has not the memory that was asked for: with less to do at once it may do.</summary>
    public static bool Is(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is ExternalException or OutOfMemoryException && (exception is OutOfMemoryException || Words.Any(words => exception.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));
    }
}
