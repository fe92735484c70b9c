using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>All that is asked of objects beyond their schemas.</summary>
internal static class Policy
{
    public static IReadOnlyList<Finding> Findings(Bundle bundle) =>
        [.. SecurityRules.Of(bundle), .. ResourceRules.Of(bundle), .. AccessRules.Of(bundle), .. ReferenceRules.Of(bundle), .. ServiceRules.Of(bundle), .. AvailabilityRules.Of(bundle), .. SiloRules.Of(bundle)];
}
