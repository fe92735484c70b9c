using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds compare: the methods of one study, or of several, side by side under the same accounting.</summary>
internal sealed class CompareCommand : ClusterCommand
{
    private readonly Argument<string[]> names = new("names") { Description = "The studies' names.", Arity = ArgumentArity.OneOrMore };

    public CompareCommand(Terminal terminal)
        : base(terminal, "compare", "Compares the methods of one or more studies: what each reached, at what cost, and what it took to reach fds's result.")
    {
        Add(names);
        names.Validators.Add(result =>
        {
            foreach (string complaint in result.Tokens.Select(token => StudyName.Complaint(token.Value)).OfType<string>())
            {
                result.AddError(complaint);
            }
        });
    }

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        List<StudyResult> results = [];
        foreach (string name in parsed.GetRequiredValue(names).Distinct())
        {
            (IStudyGrain study, _) = await session.RequireStudy(name);
            results.Add((await study.GetResult())!);
        }

        MethodComparison comparison = MethodComparison.Of(results);
        Data(parsed).Write(comparison, figures => ComparisonTable.Of(comparison, Format(parsed) == OutputFormat.Wide, figures), [.. comparison.Rows.Select(row => row.Method)]);
        if (Format(parsed) is OutputFormat.Table or OutputFormat.Wide)
        {
            Terminal.Say(comparison.Target is { } target
                ? $"fds: the target is a validation loss of {Words.Number(target)}, which fds had after {Words.Number(comparison.CostOfTarget?.GradientSteps)} gradient steps; {MethodComparison.Definition}"
                : "fds: there is no result of fds to compare with.");
        }

        return ExitCodes.Done;
    }
}
