using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(string file)
{
    private const int LongestQuote = 60;
    private readonly List<StudyFault> faults = [];

    public bool Any => faults.Count > 0;

    /// <summary>In the order of their places; the same fault is told once.</summary>
    public ImmutableArray<StudyFault> InOrder => [.. faults.Distinct().OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    public void Add(YamlNode at, string path, string message) => Add(at.Start, path, Quote(at), message);

    public void Add(Mark at, string path, string found, string message) =>
        faults.Add(new(file, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column), path, found, message));

    private static string Quote(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode scalar => $"'{Shorten(scalar.Value!)}'",
        YamlSequenceNode list => $"a list of {list.Children.Count}",
        _ => "a mapping",
    };

    private static string Shorten(string text)
    {
        string line = new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }
}
