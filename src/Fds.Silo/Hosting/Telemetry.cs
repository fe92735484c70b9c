using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fds.Silo.Hosting;

/// <summary>What a silo tells of itself: logs, metrics, and traces where there is somewhere to send them.</summary>
internal static class Telemetry
{
    private const string Formatter = "Logging:Console:FormatterName";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Logs on standard error, since standard output belongs to the handshake: one line each, or one JSON object each where
    /// <c>Logging:Console:FormatterName</c> is json.
    /// </summary>
    public static WebApplicationBuilder AddFdsLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsole(options =>
        {
            options.LogToStandardErrorThreshold = LogLevel.Trace;

            // The slim builder has chosen the simple formatter by now, whatever the settings say.
            options.FormatterName = builder.Configuration[Formatter] ?? ConsoleFormatterNames.Simple;
        });
        builder.Services.Configure<SimpleConsoleFormatterOptions>(options => (options.SingleLine, options.TimestampFormat, options.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true));
        builder.Services.Configure<JsonConsoleFormatterOptions>(options => (options.IncludeScopes, options.TimestampFormat, options.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ", true));
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        return builder;
    }

    /// <summary>Metrics for scrapes; where the standard variable names an endpoint, metrics and traces go there too, by OTLP.</summary>
    public static WebApplicationBuilder AddFdsTelemetry(this WebApplicationBuilder builder)
    {
        string silo = builder.Configuration[$"{FdsSiloOptions.Section}:{nameof(FdsSiloOptions.SiloName)}"] ?? new FdsSiloOptions().SiloName;
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("fds-silo", serviceVersion: Versions.Fds, serviceInstanceId: silo).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(FdsInstruments.MeterName)
                .AddMeter("Microsoft.Orleans")
                .AddRuntimeInstrumentation()
                .SetMaxMetricStreams(FdsInstruments.MetricStreams)
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[Endpoint]))
        {
            telemetry
                .WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithTracing(traces => traces.AddSource(FdsTraces.SourceName).AddOtlpExporter());
        }

        return builder;
    }
}
