namespace Fds.Client.Streams;

/// <summary>Nobody reads what the console writes any more, as when it is piped into a program that has seen enough: the console ends, and says nothing.</summary>
internal sealed class ReaderGoneException() : IOException("Nobody reads what is written any more.");
