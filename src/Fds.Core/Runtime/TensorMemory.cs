using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>
/// Memory of tensors on the CPU. libtorch asks the C library for every tensor, and the C library either hands big ones back to the
/// system at once, which costs a page fault for each page of the next, or keeps them in a heap between small objects, where holes of
/// aligned blocks are never filled again. So big blocks are kept in a <see cref="BlockCache"/>, as libtorch itself does on GPUs.
/// </summary>
/// <remarks>
/// <c>c10::SetCPUAllocator</c> is libtorch's own way to replace its allocator. What it takes is an object with virtual functions; ours
/// has those of the default one, copied, but for the two that hand out memory and name the function that takes it back. The copy is
/// made only where the default object looks as expected. See docs/decisions/0005.
/// </remarks>
public static unsafe class TensorMemory
{
    private const nuint Big = 256 << 10;
    private const long Slack = 128L << 20;
    private const byte Priority = 1;

    // The virtual functions of c10::Allocator by their place in its table: two destructors, then these and copy_data.
    private const int AllocateSlot = 2;
    private const int IsSimpleSlot = 3;
    private const int RawDeleterSlot = 4;
    private const int Slots = 6;
    private const int SlotsBefore = 2;

    // c10::DataPtr: the address, the function that frees, what it frees, the device.
    private const int DeleterWord = 1;
    private const int ContextWord = 2;

    private static readonly Lock Guard = new();
    private static BlockCache? cache;
    private static nint defaultAllocator;
    private static delegate* unmanaged<nint*, nint, nuint, nint*> allocateDefault;
    private static delegate* unmanaged<nint, void> freeDefault;

    /// <summary>Bytes that big tensors occupy now; 0 where libtorch's own allocator is in use.</summary>
    public static long BytesInUse => cache?.BytesInUse ?? 0;

    /// <summary>Bytes kept for big tensors to come.</summary>
    public static long BytesKept => cache?.BytesKept ?? 0;

    /// <summary>From now on big tensors get their memory here. Can be asked again. libtorch must load.</summary>
    /// <returns>Whether it is so: not where libtorch's allocator is not as expected.</returns>
    public static bool Keep()
    {
        lock (Guard)
        {
            return cache is not null || TryInstall();
        }
    }

    /// <summary>Gives memory that no tensor uses back to the system, and with it what finalisers still hold.</summary>
    public static void GiveBack()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        cache?.Trim();
    }

    private static bool TryInstall()
    {
        TorchRuntime.EnsureLoads();
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !OperatingSystem.IsLinux() || !TryFindLibrary(out nint library)
            || !NativeLibrary.TryGetExport(library, "_ZN3c1022GetDefaultCPUAllocatorEv", out nint getDefault)
            || !NativeLibrary.TryGetExport(library, "_ZN3c1015SetCPUAllocatorEPNS_9AllocatorEh", out nint set)
            || !NativeLibrary.TryGetExport(library, "_ZNK3c109Allocator18is_simple_data_ptrERKNS_7DataPtrE", out nint isSimple)
            || !NativeLibrary.TryGetExport(library, "_ZN3c108free_cpuEPv", out nint free))
        {
            return false;
        }

        defaultAllocator = ((delegate* unmanaged<nint>)getDefault)();
        nint* functions = *(nint**)defaultAllocator;
        allocateDefault = (delegate* unmanaged<nint*, nint, nuint, nint*>)functions[AllocateSlot];
        freeDefault = (delegate* unmanaged<nint, void>)free;
        nint deleter = ((delegate* unmanaged<nint, nint>)functions[RawDeleterSlot])(defaultAllocator);
        if (functions[IsSimpleSlot] != isSimple || !Answers(deleter))
        {
            return false;
        }

        cache = new(SystemMemory.Take, SystemMemory.Release, Slack);
        ((delegate* unmanaged<nint*, byte, void>)set)(NewObject(functions), Priority);
        return true;
    }

    private static bool TryFindLibrary(out nint library)
    {
        // Loaded already, by TorchSharp: asked for by the path it was loaded from, for a second copy would be of no use.
        string? path = File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..]).FirstOrDefault(file => file.EndsWith("/libc10.so", StringComparison.Ordinal));
        library = 0;
        return path is not null && NativeLibrary.TryLoad("/" + path, out library);
    }

    /// <summary>Whether the default allocator's answer has its machine words where they are expected.</summary>
    private static bool Answers(nint deleter)
    {
        nint* answer = stackalloc nint[4];
        allocateDefault(answer, defaultAllocator, 1);
        bool expected = answer[0] != 0 && answer[DeleterWord] == deleter && answer[ContextWord] == answer[0];
        if (expected)
        {
            ((delegate* unmanaged<nint, void>)deleter)(answer[0]);
        }

        return expected;
    }

    /// <summary>An object of one word, which points to its functions; it lives as long as the process.</summary>
    private static nint* NewObject(nint* functions)
    {
        nint* table = (nint*)NativeMemory.Alloc(SlotsBefore + Slots + 1, (nuint)sizeof(nint));
        for (int i = 0; i < SlotsBefore + Slots; i++)
        {
            table[i] = functions[i - SlotsBefore];
        }

        nint* ours = table + SlotsBefore;
        ours[AllocateSlot] = (nint)(delegate* unmanaged<nint*, nint, nuint, nint*>)&Allocate;
        ours[RawDeleterSlot] = (nint)(delegate* unmanaged<nint, nint>)&RawDeleter;
        nint* instance = ours + Slots;
        *instance = (nint)ours;
        return instance;
    }

    [UnmanagedCallersOnly]
    private static nint* Allocate(nint* answer, nint self, nuint bytes)
    {
        nint block = bytes < Big ? 0 : cache!.Rent(bytes);
        if (block == 0)
        {
            return allocateDefault(answer, defaultAllocator, bytes);
        }

        allocateDefault(answer, defaultAllocator, 0);
        answer[0] = answer[ContextWord] = block;
        answer[DeleterWord] = (nint)(delegate* unmanaged<nint, void>)&Free;
        return answer;
    }

    [UnmanagedCallersOnly]
    private static nint RawDeleter(nint self) => (nint)(delegate* unmanaged<nint, void>)&Free;

    /// <summary>Frees memory that was allocated here or, for memory that was requested without this function, by the default allocator.</summary>
    [UnmanagedCallersOnly]
    private static void Free(nint block)
    {
        if (!cache!.Return(block))
        {
            freeDefault(block);
        }
    }
}
