namespace Fds.Core.Training.Checkpoints;

/// <summary>Fills a span from a file.</summary>
internal delegate void SpanReader(Span<byte> bytes);
