using System.Net;
using System.Text.Json;
using Fds.Grains.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Fds.Silo.Hosting;

/// <summary>
/// A private silo's exchange with the console that started it: one line of JSON on standard output says where the silo listens or why it does
/// not run; the end of standard input ends it, so that a console that dies leaves nothing behind.
/// </summary>
internal sealed class Handshake(TextWriter output)
{
    private readonly Lock gate = new();
    private IHostApplicationLifetime? life;

    /// <summary>
    /// The handshake of a private silo; null for any other. From then on standard output is its alone: whatever else writes there,
    /// libraries included, goes to standard error. And from then on the process ends with standard input: at once while it starts, since
    /// nothing is lost by that, and later as one does that is told to stop.
    /// </summary>
    public static Handshake? For(string[] args)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        if (!bool.TryParse(configuration[$"{FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.Private)}"], out bool isPrivate) || !isPrivate)
        {
            return null;
        }

        Handshake handshake = new(Console.Out);
        Console.SetOut(Console.Error);
        new Thread(handshake.EndWithStandardInput) { IsBackground = true, Name = "fds-standard-input" }.Start();
        return handshake;
    }

    /// <summary>Says where the silo listens.</summary>
    public void Ready(WebApplication app)
    {
        lock (gate)
        {
            life = app.Lifetime;
        }

        EndpointOptions endpoints = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        ClusterOptions cluster = app.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        string http = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        string silo = app.Services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName;
        Write(new { ready = true, silo, siloPort = endpoints.SiloPort, gateway = new IPEndPoint(endpoints.AdvertisedIPAddress, endpoints.GatewayPort).ToString(), metrics = $"{http}/metrics", cluster = cluster.ClusterId, service = cluster.ServiceId });
    }

    /// <summary>Says why the silo does not run.</summary>
    public void Failed(string error) => Write(new { ready = false, error });

    private void EndWithStandardInput()
    {
        using Stream input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
        }

        lock (gate)
        {
            if (life is null)
            {
                ProcessEnd.Now(1);
            }
        }

        life!.StopApplication();
    }

    private void Write<T>(T line)
    {
        output.WriteLine(JsonSerializer.Serialize(line));
        output.Flush();
    }
}
