using Fds.Grains.Logs;
using Xunit;

namespace Fds.Grains.Tests.Logs;

public sealed class LogRedactionTests
{
    private const string Connection = "Host=db;Username=fds;Password=correct horse;Database=fds";

    [Theory]
    [InlineData("cannot connect: Host=db;Password=hunter22;Port=1", "cannot connect: Host=db;Password=***;Port=1")]
    [InlineData("cannot connect: Host=db;Password=two words;Port=1", "cannot connect: Host=db;Password=***;Port=1")]
    [InlineData("PGPASSWORD='a b' is wrong", "PGPASSWORD=*** is wrong")]
    [InlineData("""{"password": "a b", "x": 1}""", """{"password": ***, "x": 1}""")]
    [InlineData("Authorization: Bearer abc.def, then", "Authorization: ***, then")]
    [InlineData("api_key=abc", "api_key=***")]
    [InlineData("postgres://fds:hunter22@db:5432/fds", "postgres://fds:***@db:5432/fds")]
    [InlineData("the key -----BEGIN PRIVATE KEY-----\nMIIE\nabc\n-----END PRIVATE KEY----- is bad", "the key *** is bad")]
    [InlineData("the certificate -----BEGIN CERTIFICATE-----\nMIIE", "the certificate ***")]
    [InlineData("it said correct horse of all things", "it said *** of all things")]
    [InlineData("lost " + Connection, "lost ***")]
    [InlineData("Study a, OuterStepCompleted: 65 tokens, loss 0.1", "Study a, OuterStepCompleted: 65 tokens, loss 0.1")]
    [InlineData("cancelled: \u001b[31mred\u0007", "cancelled: ?[31mred?")]
    [InlineData("one\n  two", "one two")]
    [InlineData("broken\n   at Fds.Grains.X.Y() in /x.cs:line 1\n   at Z()", "broken")]
    public void Messages_AreShownWithoutSecretsAndFrames(string message, string shown) => Assert.Equal(shown, Subject().Clean(message, null));

    [Fact]
    public void Exceptions_AreShownByTheirMessage_UnlessThatIsForAuthors()
    {
        Assert.Equal("Device failed: there is no file x, Password=***", Subject().Clean("Device failed", new IOException("there is no file x, Password=hunter22")));
        Assert.Equal("Device failed: the silo's own log has the details", Subject().Clean("Device failed", new InvalidOperationException("Fds.Grains.Devices.Thing threw NullReferenceException")));
    }

    [Fact]
    public void Messages_ThatAreLong_AreCutOff()
    {
        string shown = Subject().Clean(new string('x', 100_000), null);

        Assert.Equal(new string('x', StudyLogRing.LongestLine) + "…", shown);
    }

    private static LogRedaction Subject() => new(StudyLogProvider.SecretsOf(Connection));
}
