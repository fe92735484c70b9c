using System.Text;

namespace Fds.Client.Streams;

/// <summary>The process's standard streams. One that was closed takes everything and gives nothing.</summary>
internal static class StandardStreams
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output.</summary>
    public static TextWriter Output() => Open(Descriptor.Output, "standard output");

    /// <summary>Standard error. A terminal's is .NET's own, which knows how to draw on it.</summary>
    public static TextWriter Error() => IsTerminal ? Console.Error : Open(Descriptor.Error, name: null);

    /// <summary>Whether talk goes to a terminal.</summary>
    public static bool IsTerminal => Descriptor.IsInherited(Descriptor.Error) && !Console.IsErrorRedirected;

    /// <summary>Standard input.</summary>
    /// <exception cref="IOException">It is closed.</exception>
    public static Stream Input() => Descriptor.IsInherited(Descriptor.Input) ? Console.OpenStandardInput() : throw new IOException("it is closed");

    private static TextWriter Open(int descriptor, string? name) =>
        Descriptor.IsInherited(descriptor) ? new StreamWriter(new DescriptorStream(descriptor, name), Encoding) { AutoFlush = true } : TextWriter.Null;
}
