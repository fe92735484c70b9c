using Fds.Contracts.Faults;
using Fds.Contracts.Scheduling;
using Fds.Grains.Hosting;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Studies;
using Xunit;

namespace Fds.Grains.Tests.Faults;

/// <summary>What a console is told of faults that nobody expected.</summary>
[Collection(StudyClusterTests.Name)]
public sealed class FaultFilterTests(StudyCluster cluster)
{
    [Fact]
    public async Task Fault_ThatNobodyExpected_IsToldWithTheSilo()
    {
        ISchedulerGrain scheduler = cluster.Grains.GetGrain<ISchedulerGrain>("cuda");
        InternalFaultException told = await Assert.ThrowsAsync<InternalFaultException>(() => scheduler.Enqueue([Orders.Order(0)]));

        Assert.Matches(@"^The silo \S+ met an unexpected fault: Expected orders for pool cuda, .*\. Its log has the details\.$", told.Message);
    }

    [Fact]
    public void Fault_InTheProgramsOwnTerms_IsToldWithoutThem() => Assert.Equal(
        "The silo a met an unexpected fault. Its log has the details.",
        FaultFilter.Told(new InvalidCastException("Unable to cast object of type 'System.String' to type 'System.Int32'."), "a").Message);
}
