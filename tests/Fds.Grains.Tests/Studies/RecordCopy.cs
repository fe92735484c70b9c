using Fds.Studies;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Fds.Grains.Tests.Studies;

/// <summary>Makes what is stored of what is in memory, so that neither changes with the other.</summary>
internal static class RecordCopy
{
    private static readonly DeepCopier Copier = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<DeepCopier>();

    public static StudyRecord Of(StudyRecord record) => Copier.Copy(record);
}
