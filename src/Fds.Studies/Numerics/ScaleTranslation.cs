using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using CoreScale = Fds.Core.Schedules.ValueScale;

namespace Fds.Studies.Numerics;

/// <summary>Translates a schedule's range and scale into the terms of the numerics.</summary>
internal static class ScaleTranslation
{
    /// <summary>Its range.</summary>
    public static ValueRange Range(this HyperparameterSpecification schedule) => new(schedule.Minimum, schedule.Maximum);

    /// <summary>Its scale.</summary>
    public static CoreScale OnScale(this HyperparameterSpecification schedule) => Enum.Parse<CoreScale>(schedule.Scale.ToString());
}
