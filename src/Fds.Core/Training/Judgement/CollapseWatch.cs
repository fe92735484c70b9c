using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training.Judgement;

/// <summary>Evaluates a run at its start and at intervals until it does better than always predicting the class frequencies, and judges its end.</summary>
/// <param name="setting">Network and data.</param>
/// <param name="split">Which examples are held out and which are trained on.</param>
/// <param name="aboveChanceBefore">Whether an earlier outer step did better than always predicting the class frequencies.</param>
internal sealed class CollapseWatch(TrainingSetting setting, RunSplit split, bool aboveChanceBefore)
{
    private const int Looks = 8;
    private const int ExamplesOfALook = 1000;

    private readonly CollapseRule rule = new(setting.Data.Prior);
    private CollapseMemory memory = new(null, 0, aboveChanceBefore);

    /// <summary>The most that is spent on looking, in gradient steps.</summary>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="training">Examples to train on.</param>
    /// <param name="validation">Examples held out.</param>
    /// <param name="batchSize">Examples per mini-batch.</param>
    public static double MostSpent(int horizon, int training, int validation, int batchSize)
    {
        double Look(int examples) => RunCost.OfEvaluation(Math.Min(ExamplesOfALook, examples), batchSize);
        return ((1 + (horizon / Between(horizon))) * Look(validation)) + Look(training);
    }

    /// <summary>Looks at the initial weights.</summary>
    public void Begin(InnerState state)
    {
        Evaluation start = Look(state, split.Validation);
        memory = memory with { InitialLoss = double.IsFinite(start.Loss) ? start.Loss : null, InitialClasses = start.PredictedClasses };
    }

    /// <summary>Looks after an inner step, where it is time to and nothing better was seen before.</summary>
    public void After(int step, InnerState state)
    {
        if (!memory.WasAboveChance && (step + 1) % Between(split.Horizon) == 0)
        {
            Note(Look(state, split.Validation));
        }
    }

    /// <summary>Why the network counts as collapsed, or null.</summary>
    /// <param name="state">Has the final weights; what the judgement costs is added to it.</param>
    /// <param name="reached">How they do on the examples held out.</param>
    public string? Judge(InnerState state, Evaluation reached)
    {
        Guess guess = Guess(split.Validation);
        if (!CollapseRule.Suspects(reached, guess, memory))
        {
            return null;
        }

        Tensor trained = split.Training.to(setting.Data.Device);
        return rule.Reason(reached, guess, memory, Look(state, trained), Guess(trained));
    }

    /// <summary>A checkpoint with what was seen.</summary>
    public RunSnapshot AddTo(RunSnapshot snapshot) =>
        snapshot with { WasAboveChance = memory.WasAboveChance, InitialClasses = memory.InitialClasses, InitialLoss = memory.InitialLoss };

    /// <summary>Takes over what a checkpoint holds.</summary>
    public void Restore(RunSnapshot snapshot) => memory = new(snapshot.InitialLoss, snapshot.InitialClasses, snapshot.WasAboveChance);

    private static int Between(int horizon) => Math.Max(1, horizon / Looks);

    private static Tensor Sample(Tensor examples) => examples.narrow(0, 0, Math.Min(ExamplesOfALook, examples.shape[0]));

    /// <summary>The loss of always predicting the same on examples of the training set.</summary>
    private Guess Guess(Tensor examples) => setting.Data.Prior.On(setting.Data.Training.TargetsAt(examples));

    private void Note(Evaluation seen) => memory = memory with { WasAboveChance = memory.WasAboveChance || seen.Loss < Guess(Sample(split.Validation)).Loss };

    private Evaluation Look(InnerState state, Tensor examples)
    {
        Evaluation evaluation = Evaluator.Evaluate(setting.Network, state.Weights, setting.Data.Training, Sample(examples));
        state.Cost += RunCost.OfEvaluation(evaluation.Examples, setting.BatchSize);
        return evaluation;
    }
}
