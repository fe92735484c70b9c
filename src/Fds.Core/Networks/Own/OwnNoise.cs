using TorchSharp;

namespace Fds.Core.Networks.Own;

/// <summary>What users' modules draw from libtorch's own generator, which all threads of a process share.</summary>
internal static class OwnNoise
{
    private static readonly Lock Drawing = new();

    /// <summary>Evaluates something that draws, seeded, while nothing else in this process does.</summary>
    /// <param name="seed">What it is seeded with before.</param>
    /// <param name="device">Whose generator it is.</param>
    /// <param name="evaluation">The evaluation.</param>
    public static T Draw<T>(long seed, torch.Device device, Func<T> evaluation)
    {
        lock (Drawing)
        {
            Seed(seed, device);
            return evaluation();
        }
    }

    /// <summary>Whether an evaluation draws from libtorch's own generator. On a GPU it is taken to.</summary>
    public static bool Draws(torch.Device device, Action evaluation)
    {
        if (device.type == DeviceType.CUDA)
        {
            return true;
        }

        lock (Drawing)
        {
            using torch.Tensor before = torch.get_rng_state();
            evaluation();
            using torch.Tensor after = torch.get_rng_state();
            return !before.data<byte>().SequenceEqual(after.data<byte>());
        }
    }

    /// <summary>The processor's generator, and a GPU's where it is meant, which <c>manual_seed</c> leaves alone.</summary>
    private static void Seed(long seed, torch.Device device)
    {
        torch.manual_seed(seed).Dispose();
        if (device.type == DeviceType.CUDA)
        {
            torch.cuda.manual_seed_all(seed);
        }
    }
}
