using Fds.Client.Uploads;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Uploads;

public sealed class PutFileTests
{
    [Fact]
    public void Names_AreTheFilesOwn_OrWhatIsAskedFor()
    {
        using TemporaryFolder folder = new();
        string one = Write(folder["one.csv"]);
        string two = Write(folder["two.pt"]);

        Assert.Equal(["one.csv", "two.pt"], PutFile.Name([one, two], null).Select(file => file.Path));
        Assert.Equal(["own/one.csv", "own/two.pt"], PutFile.Name([one, two], "own/").Select(file => file.Path));
        Assert.Equal(["own/net.csv"], PutFile.Name([one], "own/net.csv").Select(file => file.Path));
    }

    [Fact]
    public void Names_ThatCannotBeUsed_AreRefusedBeforeAnythingIsContacted()
    {
        using TemporaryFolder folder = new();
        string one = Write(folder["one.csv"]);
        Directory.CreateDirectory(folder["sub"]);
        string same = Write(Path.Combine(folder["sub"], "one.csv"));

        Refuse($"--as: found 'own' for 2 files; expected a folder, as own/.", [one, same], "own");
        Refuse("two files would be called one.csv. Put them one by one, with --as.", [one, same], null);
        Refuse($"'{folder["sub"]}' is a folder; expected a file. Put its files one by one, or as an archive.", [folder["sub"]], null);
        Refuse($"'{folder["none"]}': there is no such file.", [folder["none"]], null);
        Refuse($"'{one}' cannot be called '../x': a file's name must stay in the data folder, but is '../x'. Remove every '..' from it.", [one], "../x");

        static void Refuse(string message, string[] sources, string? name)
        {
            ConsoleException refusal = Assert.Throws<ConsoleException>(() => PutFile.Name(sources, name));
            Assert.Equal((ExitCodes.Usage, message), (refusal.ExitCode, refusal.Message));
        }
    }

    private static string Write(string path)
    {
        File.WriteAllText(path, "x");
        return path;
    }
}
