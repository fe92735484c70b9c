using Fds.Grains.Storage.PostgreSql;
using Xunit;

namespace Fds.Grains.Tests.Storage.PostgreSql;

public sealed class SchemaStepTests
{
    [Fact]
    public void Steps_AsEmbedded_AreNumberedFromOneWithoutGap() =>
        Assert.Equal(["1 membership", "2 grain-state", "3 reminders"], SchemaStep.All.Select(step => $"{step.Version} {step.Name}"));

    /// <summary>The names under which the providers of this version of Orleans look their queries up.</summary>
    [Theory]
    [InlineData("InsertMembershipVersionKey")]
    [InlineData("InsertMembershipKey")]
    [InlineData("UpdateMembershipKey")]
    [InlineData("UpdateIAmAlivetimeKey")]
    [InlineData("MembershipReadRowKey")]
    [InlineData("MembershipReadAllKey")]
    [InlineData("GatewaysQueryKey")]
    [InlineData("DeleteMembershipTableEntriesKey")]
    [InlineData("CleanupDefunctSiloEntriesKey")]
    [InlineData("CleanupDefunctSiloEntryKey")]
    [InlineData("ReadFromStorageKey")]
    [InlineData("WriteToStorageKey")]
    [InlineData("ClearStorageKey")]
    [InlineData("DeleteStorageKey")]
    [InlineData("UpsertReminderRowKey")]
    [InlineData("ReadReminderRowsKey")]
    [InlineData("ReadReminderRowKey")]
    [InlineData("ReadRangeRows1Key")]
    [InlineData("ReadRangeRows2Key")]
    [InlineData("DeleteReminderRowKey")]
    [InlineData("DeleteReminderRowsKey")]
    public void Steps_TakenTogether_BringEveryQueryOnce(string key) =>
        Assert.Single(SchemaStep.All.SelectMany(step => step.Sql.Split('\n')), line => line.Contains($"('{key}'", StringComparison.Ordinal));
}
