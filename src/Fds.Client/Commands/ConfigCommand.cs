using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds config: the settings of the console's config file.</summary>
internal sealed class ConfigCommand : Command
{
    private readonly Terminal terminal;

    public ConfigCommand(Terminal terminal)
        : base("config", $"Reads and writes the console's config file, fds/config.json under XDG_CONFIG_HOME, else under ~/.config.")
    {
        this.terminal = terminal;
        Add(Get());
        Add(Set());
        Add(Unset());
        Add(ListAll());
    }

    private Command Get()
    {
        Argument<string> key = Key();
        Command get = new("get", "Prints a setting.") { key };
        get.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(key);
            terminal.Out.WriteLine(ConfigSettings.Read()[name] ?? throw new ConsoleException(ExitCodes.StudyFailed, $"{name} is not set in {ConfigFile.Location}."));
            return ExitCodes.Done;
        });
        return get;
    }

    private Command Set()
    {
        Argument<string> key = Key();
        Argument<string> value = new("value") { Description = "Its value: addresses HOST:PORT separated by commas, or a PEM file." };
        Command set = new("set", "Writes a setting.") { key, value };
        set.SetAction(parsed => Write(parsed.GetRequiredValue(key), parsed.GetRequiredValue(value)));
        return set;
    }

    private Command Unset()
    {
        Argument<string> key = Key();
        Command unset = new("unset", "Removes a setting.") { key };
        unset.SetAction(parsed => Write(parsed.GetRequiredValue(key), null));
        return unset;
    }

    private Command ListAll()
    {
        Option<OutputFormat> output = CommonOptions.Output();
        Command list = new("list", "Prints all settings that are set.") { output };
        list.SetAction(parsed =>
        {
            Dictionary<string, string> settings = ConfigSettings.Read().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!);
            new DataWriter(terminal.Out, parsed.GetValue(output)).Write(
                settings, _ => new(["setting", "value"], [.. settings.Select(IReadOnlyList<string> (setting) => [setting.Key, setting.Value])]), [.. settings.Keys]);
            terminal.Say($"fds: from {ConfigFile.Location}");
            return ExitCodes.Done;
        });
        return list;
    }

    private int Write(string name, string? value)
    {
        ConfigSettings.Write(name, value);
        terminal.Say($"fds: {name} is {(value is null ? "no longer set" : "set")} in {ConfigFile.Location}");
        return ExitCodes.Done;
    }

    private static Argument<string> Key()
    {
        Argument<string> key = new("key")
        {
            Description = $"{string.Join(", ", ConfigSettings.Names)}.",
            HelpName = "key",
            Validators =
            {
                result =>
                {
                    if (result.Tokens is [{ Value: var word }] && !ConfigSettings.Names.Contains(word))
                    {
                        result.AddError($"key: found '{word}'; expected one of {string.Join(", ", ConfigSettings.Names)}.{NearestName.Hint(word, ConfigSettings.Names)}");
                    }
                },
            },
        };
        key.CompletionSources.Add([.. ConfigSettings.Names]);
        return key;
    }
}
