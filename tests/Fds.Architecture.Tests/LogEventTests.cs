using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.Extensions.Logging;

namespace Fds.Architecture.Tests;

/// <summary>Log event ids are stable and never used twice, so that a search for one finds one thing.</summary>
public sealed class LogEventTests
{
    private static readonly string[] Assemblies = ["Fds.Core", "Fds.Contracts", "Fds.Studies", "Fds.Grains", "Fds.Transport", "fds-console"];

    [Fact]
    public void EventIds_WhenAllSourcesAreRead_AreUnique()
    {
        IEnumerable<string> twice = Declared().GroupBy(declared => declared.EventId)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(declared => declared.Where))}");

        Assert.Empty(twice);
    }

    [Fact]
    public void LogMethods_WhenReadFromSourceAndByReflection_AreTheSame()
    {
        // The scan of the sources covers the silo too, which no test loads; reflection proves that the scan is not blind.
        int[] bySource = [.. Declared().Where(declared => !declared.Where.StartsWith("src/Fds.Silo/", StringComparison.Ordinal)).Select(declared => declared.EventId).Order()];
        int[] byReflection = [.. Assemblies
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => message.EventId)
            .Order()];

        Assert.Equal(byReflection, bySource);
    }

    private static IEnumerable<(int EventId, string Where)> Declared()
    {
        foreach (string file in Repository.Sources)
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(Repository.Read(file)).GetRoot(TestContext.Current.CancellationToken);
            foreach (AttributeSyntax attribute in root.DescendantNodes().OfType<AttributeSyntax>().Where(IsLoggerMessage))
            {
                FileLinePositionSpan at = attribute.GetLocation().GetLineSpan();
                yield return (EventId(attribute, file), $"{file}:{at.StartLinePosition.Line + 1}");
            }
        }
    }

    private static bool IsLoggerMessage(AttributeSyntax attribute) => attribute.Name.ToString().Split('.')[^1] is "LoggerMessage" or "LoggerMessageAttribute";

    private static int EventId(AttributeSyntax attribute, string file)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        AttributeArgumentSyntax? given = arguments.FirstOrDefault(argument =>
                string.Equals((argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.Text, "EventId", StringComparison.OrdinalIgnoreCase))
            ?? arguments.FirstOrDefault(argument => argument.NameEquals is null && argument.NameColon is null);
        return given?.Expression is LiteralExpressionSyntax { Token.Value: int id }
            ? id
            : throw new InvalidOperationException($"{file}: expected a log method with a number as its event id but found [{attribute}].");
    }
}
