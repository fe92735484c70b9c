using System.IO.Pipelines;

namespace Fds.Transport.Streams;

/// <summary>A reader and a writer as one.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
