using System.Diagnostics.Metrics;
using Fds.Grains.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>The instruments behind the exporter that a silo has, on a port of its own.</summary>
internal sealed class Exposition : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly WebApplication app;

    private Exposition(WebApplication app) => this.app = app;

    public FdsInstruments Instruments => app.Services.GetRequiredService<FdsInstruments>();

    public static async Task<Exposition> Open(TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // The time is the instruments' alone: the exporter keeps its last answer for as long as no time passes.
        builder.Services.AddSingleton(services => new FdsInstruments(services.GetRequiredService<IMeterFactory>(), time));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(FdsInstruments.MeterName)
            .SetMaxMetricStreams(FdsInstruments.MetricStreams)
            .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0));
        Exposition exposition = new(builder.Build());
        exposition.app.MapPrometheusScrapingEndpoint("/metrics");
        await exposition.app.StartAsync();
        _ = exposition.Instruments;
        return exposition;
    }

    public Task<string> Scrape() => http.GetStringAsync(new Uri(new Uri(app.Urls.Single()), "/metrics"));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
