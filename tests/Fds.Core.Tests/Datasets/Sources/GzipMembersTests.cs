using System.Buffers.Binary;
using Fds.Core.Datasets.Sources;
using Xunit;

namespace Fds.Core.Tests.Datasets.Sources;

public sealed class GzipMembersTests : IDisposable
{
    private const int Files = 5;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Lengths of members, with 0 for empty ones, and some of more than is read at once.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(200_000)]
    [InlineData(0, 0, 0)]
    [InlineData(5, 0, 300_000, 0, 7)]
    [InlineData(100_000, 100_000)]
    public void Read_OfAnyNumberOfMembers_GivesTheirContent(params int[] lengths)
    {
        byte[][] parts = [.. lengths.Select(Noise)];
        byte[] all = [.. parts.SelectMany(part => part)];
        byte[] packed = [.. parts.SelectMany(Packed)];

        Assert.Equal(all, Read(packed));
        Assert.Equal(all, Read([.. packed, .. new byte[1000]]));
    }

    [Fact]
    public void Read_OfZeros_FindsTheTrailerOfEachMember()
    {
        // The trailer of an empty member is eight zeros, which also end what stands before it.
        byte[] packed = [.. Packed([]), .. Packed(new byte[100_000]), .. Packed([])];

        Assert.Equal(new byte[100_000], Read(packed));
    }

    [Fact]
    public void Read_OfAHeaderWithEverything_SkipsIt()
    {
        byte[] plain = Packed(Noise(50));
        byte[] header = [.. plain[..3], 2 | 4 | 8 | 16, .. plain[4..10], 3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8, 9, 9];

        Assert.Equal(Noise(50), Read([.. header, .. plain[10..], .. header, .. plain[10..]])[..50]);
    }

    [Fact]
    public void Read_WhereverAFileIsCutOff_RefusesIt()
    {
        byte[] packed = [.. Packed(Noise(40)), .. Packed(Noise(30))];
        int whole = Packed(Noise(40)).Length;

        Assert.All(Enumerable.Range(1, packed.Length - 1).Where(length => length != whole), length => Assert.Throws<InvalidDataException>(() => Read(packed[..length])));
        Assert.Equal(Noise(40), Read(packed[..whole]));
    }

    [Fact]
    public void Read_WhateverBitIsFlippedInAMember_GivesNothingElse()
    {
        byte[] content = Noise(60);
        byte[] packed = Packed(content);
        for (int bit = 8 * 10; bit < 8 * packed.Length; bit++)
        {
            byte[] damaged = [.. packed];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            // A bit that fills up the last byte of what is compressed means nothing.
            Exception? refusal = Record.Exception(() => Assert.Equal(content, Read(damaged)));
            Assert.True(refusal is null or InvalidDataException, $"bit {bit}: {refusal}");
        }
    }

    [Fact]
    public void Read_WhenSomethingElseFollows_RefusesIt() =>
        Assert.Throws<InvalidDataException>(() => Read([.. Packed(Noise(40)), .. "garbage"u8]));

    [Fact]
    public void Checksum_OfAnyLength_IsThatOfTheStandard()
    {
        Crc32 check = default;
        check.Append("123456789"u8);
        Assert.Equal(0xcbf43926, check.Value);

        // Against what the framework writes into a trailer, in one piece and in pieces.
        foreach (int length in Enumerable.Range(0, 40).Append(1000))
        {
            byte[] content = Noise(length);
            Crc32 whole = default;
            whole.Append(content);
            Crc32 pieces = default;
            pieces.Append(content.AsSpan(0, length / Files));
            pieces.Append(content.AsSpan(length / Files));
            Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(Packed(content).AsSpan()[^8..]), whole.Value);
            Assert.Equal(whole.Value, pieces.Value);
        }
    }

    private byte[] Read(byte[] packed)
    {
        string path = folder.Write("x.gz", packed);
        using FileStream file = File.OpenRead(path);
        using GzipMembers members = new(file);
        using MemoryStream content = new();
        members.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A member; the framework makes none of nothing, others do.</summary>
    private static byte[] Packed(byte[] content) => content.Length > 0 ? TemporaryFolder.Gzip(content) : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, .. new byte[8]];

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }
}
