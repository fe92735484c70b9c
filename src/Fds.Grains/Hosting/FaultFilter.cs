using Fds.Contracts.Faults;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Hosting;

/// <summary>
/// Passes faults that are meant for consoles on unchanged. An unexpected fault is logged here with all its details, and the console is
/// told which silo has them.
/// </summary>
internal sealed partial class FaultFilter(ILocalSiloDetails silo, ILogger<FaultFilter> log) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception e) when (IsUnexpected(e) && context.SourceId is { } source && source.IsClient())
        {
            LogFault(context.InterfaceName, context.MethodName, context.TargetId, e);
            throw Told(e, silo.Name);
        }
    }

    /// <summary>Faults of our own and of Orleans are meant for consoles, which know both and how to handle them.</summary>
    internal static bool IsUnexpected(Exception fault) =>
        fault is not (OperationCanceledException or TimeoutException)
        && fault.GetType().Namespace is var home
        && home?.StartsWith("Fds.Contracts", StringComparison.Ordinal) != true
        && home?.StartsWith("Orleans", StringComparison.Ordinal) != true;

    /// <summary>What a console is told of a fault.</summary>
    internal static InternalFaultException Told(Exception fault, string silo) =>
        new($"The silo {silo} met an unexpected fault{(FaultText.Plain(fault) is { } words ? $": {words}" : "")}. Its log has the details.");
}
