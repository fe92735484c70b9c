using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Fds.Core.Runtime;

namespace Fds.Client.Commands;

/// <summary>fds describe: one study as it stands.</summary>
internal sealed class DescribeCommand(Terminal terminal) : StudyCommand(terminal, "describe", "Shows the current state of one study: schedules, hypergradients, work, and why it waits or failed.")
{
    protected override Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (Format(parsed) is OutputFormat.Table or OutputFormat.Wide)
        {
            Terminal.Out.WriteLine($"{status.Name}: {status.State}, {status.Phase}, {Words.Position(status)}{(status.Reason is { } reason ? $", {reason}" : "")}");
            Terminal.Out.WriteLine(
                $"{Best(status)}, cost {Words.Number(status.GradientSteps)} gradient steps, about {Words.Span(status.EstimatedRemaining)} left");
            if (status.Hypergradients is { } computed)
            {
                Terminal.Out.WriteLine($"hypergradients by {Words.Computation(computed)}; {(computed.Mode == HypergradientMode.Reverse ? "kept states" : "tangents")} {MemoryAmount.Words(computed.Bytes)}");
            }

            foreach (IReadOnlyList<string> row in DataRows.Of(status.Data))
            {
                Terminal.Out.WriteLine($"{row[0]}: {row[1]}");
            }

            Terminal.Out.WriteLine();
            StudyTables.Hyperparameters(status, TableFigures.People).WriteTable(Terminal.Out);
            Terminal.Out.WriteLine();
            StudyTables.Replicas(status.Replicas, TableFigures.People).WriteTable(Terminal.Out);
            if (!status.Members.IsEmpty)
            {
                Terminal.Out.WriteLine();
                StudyTables.Members(status, TableFigures.People).WriteTable(Terminal.Out);
            }
        }
        else
        {
            Data(parsed).Write(status, figures => StudyTables.Hyperparameters(status, figures), status.Name);
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static string Best(StudyStatus status) => TestMeasure.Of([(status.BestValidationLoss, status.BestValidationAccuracy)]) == TestMeasure.Loss
        ? $"best validation loss {Words.Number(status.BestValidationLoss)}, test loss {Words.Number(status.TestLoss)}"
        : $"best validation accuracy {Words.Percent(status.BestValidationAccuracy)}, test accuracy {Words.Percent(status.TestAccuracy)}";
}
