using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Fds.Client.Commands;

/// <summary>Help that ends with examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>A command line that cannot be run still gets help.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter writer = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> examples = CommandExamples.Of(parseResult.CommandResult.Command);
        if (examples.Count > 0)
        {
            writer.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
            foreach (string example in examples)
            {
                writer.WriteLine($"  {example}");
            }

            writer.WriteLine();
        }

        return code;
    }
}
