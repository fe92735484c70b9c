using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Fds.Grains.DataFiles;

/// <summary>How large the pieces are that files travel in.</summary>
internal sealed class DataPieces(IOptions<SiloMessagingOptions> messages)
{
    private const int Most = 1 << 20;

    /// <summary>Bytes of a piece: 1 MiB, and at most half of what this silo lets a message be.</summary>
    public int Bytes => Math.Min(Most, messages.Value.MaxMessageBodySize / 2);
}
