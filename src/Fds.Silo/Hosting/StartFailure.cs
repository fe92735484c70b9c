using System.Net.Sockets;
using Fds.Core;
using Fds.Grains.Hosting;
using Fds.Grains.Storage;
using Fds.Grains.Storage.PostgreSql;
using Microsoft.Extensions.Options;

namespace Fds.Silo.Hosting;

/// <summary>Why a silo did not start, in words for whoever started it.</summary>
/// <param name="Message">What is wrong and what to change.</param>
/// <param name="IsExpected">Whether the message says it all, so that a stack trace would only be in the way.</param>
internal sealed record StartFailure(string Message, bool IsExpected)
{
    public static StartFailure Of(Exception exception)
    {
        Exception cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        return cause switch
        {
            OptionsValidationException invalid => new(string.Join(" ", invalid.Failures), IsExpected: true),
            FdsException or StateFolderException or DatabaseException or ClusterAddressException or PodException => new(cause.Message, IsExpected: true),
            _ when cause.GetBaseException() is SocketException socket => new($"A port cannot be used: {socket.Message}. Another silo may be running; choose other ports with Fds:SiloPort, Fds:GatewayPort and Fds:HttpPort.", IsExpected: true),
            _ => new(cause.Message, IsExpected: false),
        };
    }
}
