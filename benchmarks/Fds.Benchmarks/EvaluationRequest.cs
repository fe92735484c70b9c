using System.Collections.Immutable;

namespace Fds.Benchmarks;

/// <summary>One run that is asked for.</summary>
/// <param name="Run">trial, confirm or retrain.</param>
/// <param name="Seed">The study's seed.</param>
/// <param name="Replica">Number of the trial, or of the fresh run.</param>
/// <param name="LearningRate">Learning rates over equal windows.</param>
/// <param name="Momentum">Momenta over equal windows.</param>
/// <param name="WeightDecay">Weight decays over equal windows.</param>
internal sealed record EvaluationRequest(
    string Run, long Seed, int Replica, ImmutableArray<double> LearningRate, ImmutableArray<double> Momentum, ImmutableArray<double> WeightDecay);
