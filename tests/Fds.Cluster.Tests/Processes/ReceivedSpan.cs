using System.Collections.Immutable;

namespace Fds.Cluster.Tests.Processes;

/// <summary>One span as it was sent.</summary>
/// <param name="Silo">Name of the silo that sent it.</param>
/// <param name="Trace">Its trace, in hexadecimal digits.</param>
/// <param name="Id">Its identity, in hexadecimal digits.</param>
/// <param name="Parent">That of the span it is below; empty where it is below none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Texts">Its attributes that are texts.</param>
internal sealed record ReceivedSpan(string Silo, string Trace, string Id, string Parent, string Name, ImmutableDictionary<string, string> Texts)
{
    /// <summary>The spans of one request to a traces endpoint (opentelemetry-proto, ExportTraceServiceRequest).</summary>
    public static IEnumerable<ReceivedSpan> Of(byte[] request) =>
        from resourceSpans in ProtobufMessage.Of(request).Messages(1)
        let silo = resourceSpans.Messages(1).Select(resource => Attributes(resource, 1)["service.instance.id"]).Single()
        from scopeSpans in resourceSpans.Messages(2)
        from span in scopeSpans.Messages(2)
        select new ReceivedSpan(silo, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Attributes(span, 9));

    private static ImmutableDictionary<string, string> Attributes(ProtobufMessage message, int number) =>
        message.Messages(number).ToImmutableDictionary(attribute => attribute.Text(1), attribute => string.Concat(attribute.Messages(2).Select(value => value.Text(1))));
}
