using System.Net.Sockets;
using Fds.Grains.Storage.PostgreSql;
using Npgsql;
using Xunit;

namespace Fds.Grains.Tests.Storage.PostgreSql;

public sealed class DatabaseTests
{
    [Fact]
    public void Complete_WhenAConnectionStringSaysLittle_AddsTimesAndSchema()
    {
        NpgsqlConnectionStringBuilder parts = new(Database.Complete("Host=db;Username=fds"));

        Assert.Equal((5, 10, 10), (parts.Timeout, parts.CommandTimeout, parts.KeepAlive));
        Assert.Equal(("fds", "fds-silo"), (parts.SearchPath, parts.ApplicationName));
        Assert.Equal(GssEncryptionMode.Disable, parts.GssEncryptionMode);
    }

    [Fact]
    public void Complete_WhenAConnectionStringSaysItself_KeepsThat()
    {
        NpgsqlConnectionStringBuilder parts = new(Database.Complete("Host=db;Timeout=15;Command Timeout=30;Keepalive=0;Search Path=lab;Application Name=mine;GSS Encryption Mode=Require"));

        Assert.Equal((15, 30, 0), (parts.Timeout, parts.CommandTimeout, parts.KeepAlive));
        Assert.Equal(("lab", "mine"), (parts.SearchPath, parts.ApplicationName));
        Assert.Equal(GssEncryptionMode.Require, parts.GssEncryptionMode);
    }

    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("08006", true)]
    [InlineData("53300", true)]
    [InlineData("40001", true)]
    [InlineData("42P01", false)]
    [InlineData("28P01", false)]
    [InlineData("22001", false)]
    public void Passes_WhenTheServerAnswersWithAFault_DependsOnItsKind(string state, bool passes) =>
        Assert.Equal(passes, Database.Passes(new PostgresException("fault", "FATAL", "FATAL", state)));

    [Fact]
    public void Reason_IsInWordsForWhoeverAsked()
    {
        Assert.Equal("password authentication failed (28P01)", Database.Reason(new PostgresException("password authentication failed", "FATAL", "FATAL", "28P01")));
        Assert.Equal("Failed to connect to 127.0.0.1:1", Database.Reason(new NpgsqlException("Failed to connect to 127.0.0.1:1", new SocketException())));
        Assert.Equal("Connection reset by peer", Database.Reason(new NpgsqlException("Exception while reading from stream", new IOException("Connection reset by peer"))));
        Assert.Equal("the connection broke", Database.Reason(new NpgsqlException("Exception while writing to stream")));
    }

    [Fact]
    public void Passes_WhenTheServerIsNotReached_IsTrueHoweverItIsWrapped()
    {
        Assert.True(Database.Passes(new NpgsqlException("lost", new IOException())));
        Assert.True(Database.Passes(new InvalidOperationException("wrapped", new SocketException())));
        Assert.True(Database.Passes(new AggregateException(new TimeoutException(), new SocketException())));
        Assert.False(Database.Passes(new AggregateException(new TimeoutException(), new ArgumentException("no"))));
        Assert.False(Database.Passes(new InvalidOperationException("no")));
    }
}
