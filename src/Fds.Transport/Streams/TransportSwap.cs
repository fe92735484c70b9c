using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Fds.Transport.Streams;

/// <summary>Runs the rest of a connection over a stream instead of its own transport.</summary>
internal static class TransportSwap
{
    public static async Task Run(ConnectionContext context, Stream stream, ConnectionDelegate next)
    {
        IDuplexPipe raw = context.Transport;
        DuplexPipe pipe = new(
            PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)), PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
        context.Transport = pipe;
        try
        {
            await next(context);
        }
        finally
        {
            await pipe.Input.CompleteAsync();
            await pipe.Output.CompleteAsync();
            context.Transport = raw;
        }
    }
}
