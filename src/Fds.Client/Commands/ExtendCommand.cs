using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds extend: raises a study's limits.</summary>
internal sealed class ExtendCommand : StudyCommand
{
    private readonly Option<int?> outerSteps = new("--outer-steps")
    {
        Description = "Total number of outer steps, 1 to 10000.",
        CustomParser = result => Parse<int>(result, "a whole number from 1 to 10000", text => int.TryParse(text, out int steps) && steps is >= 1 and <= 10_000 ? steps : null),
    };

    private readonly Option<double?> gradientSteps = new("--gradient-steps")
    {
        Description = "Total budget of gradient steps.",
        CustomParser = result => Parse<double>(
            result, "a number above 0", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double steps) && steps > 0 && double.IsFinite(steps) ? steps : null),
    };

    private readonly Option<TimeSpan?> wallClock = new("--wall-clock")
    {
        Description = "Total budget of time, e.g. 90m, 12h; time while the study is paused or has ended does not count.",
        CustomParser = result => Parse<TimeSpan>(result, "a time such as 90s, 30m, 2h, 1d12h or 01:30:00", text => Durations.TryParse(text, out TimeSpan time) ? time : null),
    };

    public ExtendCommand(Terminal terminal)
        : base(terminal, "extend", "Raises a study's limits, which are given as totals. A study that has ended continues from what it learned and retrains again.")
    {
        Add(outerSteps);
        Add(gradientSteps);
        Add(wallClock);
        Validators.Add(result =>
        {
            if (new Option[] { outerSteps, gradientSteps, wallClock }.All(option => result.GetResult(option) is null))
            {
                result.AddError("expected at least one of --outer-steps, --gradient-steps and --wall-clock.");
            }
        });
    }

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyExtension extension = new()
        {
            OuterSteps = parsed.GetValue(outerSteps),
            GradientSteps = parsed.GetValue(gradientSteps),
            WallClock = parsed.GetValue(wallClock),
        };
        return VerbReport.Show(await study.Extend(extension), Data(parsed), Terminal);
    }

    private static T? Parse<T>(ArgumentResult result, string expected, Func<string, T?> read)
        where T : struct
    {
        string found = result.Tokens[0].Value;
        T? value = read(found);
        if (value is null)
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: found '{found}'; expected {expected}.");
        }

        return value;
    }
}
