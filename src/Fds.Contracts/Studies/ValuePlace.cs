namespace Fds.Contracts.Studies;

/// <summary>Where one value of a kind's schedule holds.</summary>
/// <param name="Group">For which group of parameters, from 0; 0 as well where all parameters share the schedule.</param>
/// <param name="Window">In which window, from 0.</param>
/// <param name="Windows">Of how many.</param>
public readonly record struct ValuePlace(int Group, int Window, int Windows)
{
    /// <summary>The part of the run at the window's middle, in (0, 1).</summary>
    public double Middle => (Window + 0.5) / Windows;
}
