using static TorchSharp.torch;

namespace Fds.Core.Runtime;

/// <summary>CPU generators that heed every bit of their seed.</summary>
/// <remarks>
/// libtorch seeds its Mersenne Twister with the low 32 bits of a seed and drops the rest, so that two seeds in 2³² draw the same numbers:
/// with 80,000 runs that happens more likely than not. Here the whole state is initialised from both halves, by <c>init_by_array</c> of
/// Matsumoto and Nishimura's reference (mt19937ar.c, 2002), as NumPy does.
/// </remarks>
public static class CpuGenerator
{
    /// <summary>The generator's words.</summary>
    private const int Words = 624;

    /// <summary>Bytes of a state as libtorch hands it out; a version with another layout is refused rather than misread.</summary>
    private const int StateBytes = 5056;

    /// <summary>The words begin behind the seed (8 bytes), how many are left (4), whether it is seeded (4) and which is next (8).</summary>
    private const int FirstWord = 24;

    /// <summary>A generator of all 64 bits of a seed.</summary>
    public static Generator Of(ulong seed) => Of([(uint)seed, (uint)(seed >> 32)], seed);

    /// <summary>A generator of a key of any length.</summary>
    /// <param name="key">At least one word.</param>
    /// <param name="seed">What the generator says its seed is.</param>
    internal static Generator Of(ReadOnlySpan<uint> key, ulong seed)
    {
        Generator generator = new(seed, CPU);
        using Tensor state = generator.get_state();
        byte[] bytes = [.. state.data<byte>()];
        if (bytes.Length != StateBytes)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"libtorch's generator has a state of {bytes.Length} bytes; expected {StateBytes}."));
        }

        uint[] words = Initialise(key);
        for (int i = 0; i < Words; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(FirstWord + (i * sizeof(ulong))), (ulong)words[i]);
        }

        using Tensor initialised = tensor(bytes, ScalarType.Byte, CPU);
        generator.set_state(initialised);
        return generator;
    }

    private static uint[] Initialise(ReadOnlySpan<uint> key)
    {
        uint[] words = new uint[Words];
        words[0] = 19650218;
        for (int n = 1; n < Words; n++)
        {
            words[n] = (1812433253 * Mixed(words[n - 1])) + (uint)n;
        }

        int i = 1;
        int j = 0;
        for (int k = Math.Max(Words, key.Length); k > 0; k--)
        {
            words[i] = (words[i] ^ (Mixed(words[i - 1]) * 1664525)) + key[j] + (uint)j;
            i = Next(words, i);
            j = (j + 1) % key.Length;
        }

        for (int k = Words - 1; k > 0; k--)
        {
            words[i] = (words[i] ^ (Mixed(words[i - 1]) * 1566083941)) - (uint)i;
            i = Next(words, i);
        }

        words[0] = 0x80000000;
        return words;
    }

    private static uint Mixed(uint word) => word ^ (word >> 30);

    private static int Next(uint[] words, int i)
    {
        if (++i < Words)
        {
            return i;
        }

        words[0] = words[Words - 1];
        return 1;
    }
}
