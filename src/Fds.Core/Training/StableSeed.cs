using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fds.Core.Training;

/// <summary>Derives the seed of everything random from what it is for, so that no order of arrival and no restart changes it.</summary>
public static class StableSeed
{
    /// <summary>The seed for one purpose of one replica at one outer step. The same on every machine and in every version.</summary>
    /// <param name="studySeed">The study's seed.</param>
    /// <param name="replica">Replica, from 0.</param>
    /// <param name="outerStep">Outer step, from 0.</param>
    /// <param name="purpose">What it is for, e.g. <c>weights</c>.</param>
    public static ulong Derive(long studySeed, int replica, int outerStep, string purpose)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"fds/1/{studySeed}/{replica}/{outerStep}/{purpose}")));
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
