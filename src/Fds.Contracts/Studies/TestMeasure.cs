using System.Globalization;

namespace Fds.Contracts.Studies;

/// <summary>
/// What schedules are compared by after retraining: test accuracy, of which more is better, or, where a task has none, test loss, of which
/// less is better.
/// </summary>
public sealed class TestMeasure
{
    private const double Points = 100;
    private readonly Func<RetrainRecord, double> read;
    private readonly Func<double, string> amount;
    private readonly int direction;

    private TestMeasure(string name, string unit, int direction, Func<RetrainRecord, double> read, Func<double, string> amount)
    {
        Name = name;
        Unit = unit;
        this.direction = direction;
        this.read = read;
        this.amount = amount;
    }

    /// <summary>The share of test examples whose class is predicted.</summary>
    public static TestMeasure Accuracy { get; } = new(
        "test accuracy", "points of test accuracy", 1, run => run.TestAccuracy, value => (Points * value).ToString("0.00", CultureInfo.InvariantCulture));

    /// <summary>The mean loss of test examples.</summary>
    public static TestMeasure Loss { get; } = new("test loss", "of test loss", -1, run => run.TestLoss, value => value.ToString("G3", CultureInfo.InvariantCulture));

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What a difference is in, to be read after a number.</summary>
    public string Unit { get; }

    /// <summary>That of a study whose runs gave such results: accuracy, unless they have losses alone.</summary>
    /// <param name="results">Loss and accuracy of runs that completed; one that is not known is null or NaN.</param>
    public static TestMeasure Of(IEnumerable<(double? Loss, double? Accuracy)> results)
    {
        (double? Loss, double? Accuracy)[] all = [.. results];
        return all.Any(result => result.Accuracy.Known() is not null) || all.All(result => result.Loss.Known() is null) ? Accuracy : Loss;
    }

    /// <summary>That of retrainings.</summary>
    public static TestMeasure Of(IEnumerable<RetrainRecord> runs) => Of(runs.Select(run => ((double?)run.TestLoss, (double?)run.TestAccuracy)));

    /// <summary>That of a study: of its retrainings and of what its methods were judged by.</summary>
    public static TestMeasure Of(StudyResult result) => Of(
        result.Methods.SelectMany(method => method.Retrainings).Concat(result.Retrainings).Select(run => ((double?)run.TestLoss, (double?)run.TestAccuracy))
            .Concat(result.Methods.SelectMany(method => method.Curve).Select(point => ((double?)point.ValidationLoss, (double?)point.ValidationAccuracy)))
            .Concat(result.OuterSteps.Select(step => ((double?)step.ValidationLoss, (double?)step.ValidationAccuracy))));

    /// <summary>What a retraining that completed has.</summary>
    public double Of(RetrainRecord run) => read(run);

    /// <summary>By how much one value is better than another; the other way round the same.</summary>
    public double Gain(double one, double other) => direction * (one - other);

    /// <summary>A gain as the difference of two values.</summary>
    public double Difference(double gain) => direction * gain;

    /// <summary>A difference in figures.</summary>
    public string Amount(double difference) => amount(difference);

    /// <summary>A difference in figures with its sign; one that rounds to 0 has none.</summary>
    public string Signed(double difference)
    {
        string figures = amount(difference);
        bool isZero = figures.All(character => character is '0' or '.' or '-');
        return isZero ? figures.TrimStart('-') : difference > 0 ? $"+{figures}" : figures;
    }

    /// <summary>What a constant guess has, which a retraining that diverged counts as; null where it is not known.</summary>
    /// <param name="data">What was read of the data.</param>
    /// <param name="runs">The study's retrainings.</param>
    public double? ConstantGuess(DataSummary? data, IEnumerable<RetrainRecord> runs) => this == Loss
        ? runs.Select(run => run.PriorLoss).FirstOrDefault(prior => prior is not null)
        : data is { NumberOfClasses: > 0 } ? 1.0 / data.NumberOfClasses : 0;
}
