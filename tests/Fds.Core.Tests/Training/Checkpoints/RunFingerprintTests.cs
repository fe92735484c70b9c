using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Updates;
using Xunit;

namespace Fds.Core.Tests.Training.Checkpoints;

public sealed class RunFingerprintTests : IDisposable
{
    private readonly GlyphStudy study = new();
    private readonly GlyphStudy larger = new(trainingCount: 1001);

    public RunFingerprintTests() => TorchTests.Prepare();

    public void Dispose()
    {
        study.Dispose();
        larger.Dispose();
    }

    [Fact]
    public void Of_WhateverTheNumbersDependOn_IsAnother()
    {
        TrainingSetting setting = study.Setting(steps: 20);
        PerKind<Schedule> schedules = GlyphStudy.Constant(0.1);
        Column[] columns = [new(HyperparameterKind.LearningRate, 0)];
        Dictionary<string, string> digests = new(StringComparer.Ordinal)
        {
            ["same"] = Of(setting),
            ["TensorFloat-32"] = Of(setting with { UsesTf32 = true }),
            ["type"] = Of(setting with { Type = TorchSharp.torch.ScalarType.Float64 }),
            ["network"] = Of(study.Setting(steps: 20, "lenet")),
            ["data"] = Of(larger.Setting(steps: 20)),
            ["batch"] = Of(setting with { BatchSize = 33 }),
            ["horizon"] = Of(setting with { Horizon = Horizon.OfSteps(21) }),
            ["validation"] = Of(setting with { ValidationFraction = 0.2 }),
            ["weights"] = Of(setting with { WeightScheme = WeightScheme.Xavier }),
            ["gain"] = Of(setting with { Gain = 2 }),
            ["gradient clamp"] = Of(setting with { GradientClamp = 3 }),
            ["product clamp"] = Of(setting with { HessianProductClamp = 1 }),
            ["engine"] = Of(setting with { Curvature = new(EngineKind.Autograd) }),
            ["chunk"] = Of(setting with { Curvature = new(Chunk: 2) }),
            ["fraction"] = Of(setting with { Curvature = new(BatchFraction: 0.5) }),
            ["optimiser"] = Of(setting with { Rule = NesterovRule.Instance }),
            ["kind"] = RunFingerprint.Of("retraining", setting, schedules, columns, GlyphStudy.Seeds, aboveChanceBefore: false),
            ["schedules"] = RunFingerprint.Of("run", setting, GlyphStudy.Constant(0.1, momentum: 0.8), columns, GlyphStudy.Seeds, aboveChanceBefore: false),
            ["columns"] = RunFingerprint.Of("run", setting, schedules, [new(HyperparameterKind.Momentum, 0)], GlyphStudy.Seeds, aboveChanceBefore: false),
            ["seed"] = RunFingerprint.Of("run", setting, schedules, columns, GlyphStudy.Seeds with { StudySeed = 2 }, aboveChanceBefore: false),
            ["outer step"] = RunFingerprint.Of("run", setting, schedules, columns, GlyphStudy.Seeds with { OuterStep = 1 }, aboveChanceBefore: false),
            ["collapse"] = RunFingerprint.Of("run", setting, schedules, columns, GlyphStudy.Seeds, aboveChanceBefore: true),
        };

        Assert.Equal(digests["same"], Of(setting));
        Assert.Equal(digests.Count, digests.Values.Distinct(StringComparer.Ordinal).Count());

        string Of(TrainingSetting changed) => RunFingerprint.Of("run", changed, schedules, columns, GlyphStudy.Seeds, aboveChanceBefore: false);
    }
}
