using System.Reflection;
using Fds.Contracts.Studies;
using Fds.Studies.Numerics;
using Xunit;
using Measured = Fds.Core.Training.RunMeasurements;

namespace Fds.Grains.Tests.Devices;

/// <summary>Every number that the numerics measure reaches the outer step that it belongs to.</summary>
public sealed class MeasurementTranslationTests
{
    private static readonly PropertyInfo[] Numbers = [.. typeof(Measured).GetProperties().Where(property => property.PropertyType == typeof(double?))];

    [Fact]
    public void InContract_OfEveryNumber_IsTheNumberOfThatName()
    {
        Measured measured = new();
        for (int i = 0; i < Numbers.Length; i++)
        {
            Numbers[i].SetValue(measured, i + 0.5);
        }

        RunMeasurements told = MeasurementTranslation.InContract(measured);

        Assert.NotEmpty(Numbers);
        Assert.Equal(Numbers.Select(number => number.GetValue(measured)), Numbers.Select(number => typeof(RunMeasurements).GetProperty(number.Name)!.GetValue(told)));
    }

    [Fact]
    public void Mean_OfEveryNumber_IsOverAllRuns_AndNullWhereOneLacksIt()
    {
        foreach (PropertyInfo number in typeof(RunMeasurements).GetProperties().Where(property => property.PropertyType == typeof(double?)))
        {
            RunMeasurements Of(double? value)
            {
                RunMeasurements run = new();
                number.SetValue(run, value);
                return run;
            }

            Assert.Equal(0.5, number.GetValue(RunMeasurements.Mean([Of(0.25), Of(0.75)])));
            Assert.Null(number.GetValue(RunMeasurements.Mean([Of(0.25), Of(null)])));
        }
    }
}
