using System.Collections.Immutable;

namespace Fds.Core.Datasets;

/// <summary>Per channel, the mean and the standard deviation that normalise a pixel: (pixel/255 − mean) / standard deviation.</summary>
/// <param name="Mean">One value per channel, of pixels scaled to [0, 1].</param>
/// <param name="StandardDeviation">One positive value per channel, on the same scale.</param>
public sealed record Normalisation(ImmutableArray<double> Mean, ImmutableArray<double> StandardDeviation)
{
    /// <summary>
    /// The mean and (population) standard deviation of every channel of <paramref name="images"/>.
    /// A channel that never varies gets a standard deviation of 1, so that it normalises to 0 and not to NaN.
    /// </summary>
    public static Normalisation Of(LabelledImages images)
    {
        var mean = ImmutableArray.CreateBuilder<double>(images.Channels);
        var deviation = ImmutableArray.CreateBuilder<double>(images.Channels);
        for (int channel = 0; channel < images.Channels; channel++)
        {
            (double average, double spread) = Moments(Histogram(images, channel));
            mean.Add(average);
            deviation.Add(spread > 0 ? spread : 1);
        }

        return new Normalisation(mean.MoveToImmutable(), deviation.MoveToImmutable());
    }

    /// <summary>How often each of the 256 values occurs: exact whole numbers, so the moments do not depend on an order of summing.</summary>
    private static long[] Histogram(LabelledImages images, int channel)
    {
        long[] histogram = new long[256];
        int area = images.Height * images.Width;
        for (int image = 0; image < images.Count; image++)
        {
            foreach (byte pixel in images.Pixels[image].Slice(channel * area, area))
            {
                histogram[pixel]++;
            }
        }

        return histogram;
    }

    private static (double Mean, double StandardDeviation) Moments(long[] histogram)
    {
        double count = histogram.Sum();
        double mean = histogram.Select((often, value) => often * (double)value).Sum() / count;
        double variance = histogram.Select((often, value) => often * (value - mean) * (value - mean)).Sum() / count;
        return (mean / 255, Math.Sqrt(variance) / 255);
    }
}
