using Fds.Core.Runtime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Runtime;

public sealed class HeldScalarsTests
{
    private const int Threads = 4;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    [Fact]
    public void Operations_AreThoseOfTheirNames()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = tensor(new[] { 1.0, -2.0, 4.0 });
        Tensor X() => tensor(new[] { 3.0, 5.0, -7.0 });

        AssertIs([4, 3, -3], X().Increase(y));
        AssertIs([3.5, 4, -5], X().Increase(y, 0.5));
        AssertIs([1, 3, -9], X().Minus(2));
        AssertIs([6, 10, -14], X().Scale(2));
        AssertIs([0.75, 1.25, -1.75], X().Divide(4));
        AssertIs([3, 4, -4], X().Bound(4));
        AssertIs([4, 9, 9], X().IncreaseByProduct(y, y));
        AssertIs([2, 1, -23], X().DecreaseByProduct(y, y));
    }

    [Fact]
    public async Task Operations_WhileGarbageIsCollected_DoNotFail()
    {
        using CancellationTokenSource end = new(Length);
        Task[] workers =
        [
            .. Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(() => Calculate(end.Token), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        while (!end.IsCancellationRequested)
        {
            GC.Collect(0);
            Thread.Yield();
        }

        await Task.WhenAll(workers);
    }

    private static void Calculate(CancellationToken end)
    {
        using Tensor x = zeros(4);
        using Tensor y = ones(4);
        while (!end.IsCancellationRequested)
        {
            x.Scale(0.5).Increase(y).Increase(y, -0.25).Bound(3).Divide(1.5).IncreaseByProduct(y, y).DecreaseByProduct(y, y);
        }
    }

    private static void AssertIs(double[] expected, Tensor actual) => Assert.Equal(expected, actual.data<double>().ToArray());
}
