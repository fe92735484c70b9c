using System.Collections.Concurrent;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Grains.Planning;
using Fds.Studies.Numerics;

namespace Fds.Grains.Tests.Studies;

/// <summary>Data that suit every study, but for those of which a test says otherwise.</summary>
internal sealed class FixedSurvey : IDataSurvey
{
    private readonly ConcurrentDictionary<string, Func<DataShape>> looks = new(StringComparer.Ordinal);

    /// <summary>A thousand grey images of ten classes.</summary>
    public static DataShape Ample { get; } = new(Training: 1000, Test: 100, ExampleForm.OfImages(1, 28, 28, 10));

    public void Say(string study, Func<DataShape> look) => looks[study] = look;

    public DataShape Look(StudySpecification study) => looks.TryGetValue(study.Name, out Func<DataShape>? look) ? look() : Ample;
}
