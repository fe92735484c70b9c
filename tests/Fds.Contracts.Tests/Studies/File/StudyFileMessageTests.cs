using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>One cause is one fault, where it is, in words that say what to write instead.</summary>
public sealed class StudyFileMessageTests
{
    [Theory]
    [InlineData("step: 0.1", "step: \"0.1\"", "23:13: spec.hyperparameters.learningRate.step: found '0.1'; expected a number from 0 to 100. The quotes make it a text: write 0.1.")]
    [InlineData("step: 0.1", "step: !!str 0.1", "23:13: spec.hyperparameters.learningRate.step: found '0.1'; expected a number from 0 to 100. The tag !!str makes it a text: write 0.1.")]
    [InlineData("step: 0.1", "step: 0,1", "23:13: spec.hyperparameters.learningRate.step: found '0,1'; expected a number from 0 to 100. The decimal mark is a point: write 0.1.")]
    [InlineData("step: 0.1", "step: 10%", "23:13: spec.hyperparameters.learningRate.step: found '10%'; expected a number from 0 to 100. Write 0.1.")]
    [InlineData("step: 0.1", "step: −1", "23:13: spec.hyperparameters.learningRate.step: found '−1'; expected a number from 0 to 100. It has a dash that is no '-' (U+2212).")]
    [InlineData("momentum: {windows: 1}", "momentum: {step: 0,1, windows: 1}", "25:22: spec.hyperparameters.momentum.step: found '0,1'; expected a number from 0 to 100. The decimal mark is a point: write 0.1.")]
    [InlineData("momentum: {windows: 1}", "momentum: {range: 0, 0.9}", "25:23: spec.hyperparameters.momentum.range: found '0, 0.9'; expected a list of 2 values, each a number from 0 to below 1. Write [0, 0.9].")]
    [InlineData("batchSize: 32", "batchSize: 32.0", "15:16: spec.inner.batchSize: found '32.0'; expected a whole number from 1 to 1000000. Write 32.")]
    [InlineData("batchSize: 32", "batchSize: 3.2e1", "15:16: spec.inner.batchSize: found '3.2e1'; expected a whole number from 1 to 1000000. Write 32.")]
    [InlineData("batchSize: 32", "batchSize: 0x20", "15:16: spec.inner.batchSize: found '0x20'; expected a whole number from 1 to 1000000. Write 32.")]
    [InlineData("batchSize: 32", "batchSize: 1_000", "15:16: spec.inner.batchSize: found '1_000'; expected a whole number from 1 to 1000000. Write 1000.")]
    [InlineData("batchSize: 32", "batchSize: ３２", "15:16: spec.inner.batchSize: found '３２'; expected a whole number from 1 to 1000000. Write 32.")]
    [InlineData("batchSize: 32", "batchSize: '32'", "15:16: spec.inner.batchSize: found '32'; expected a whole number from 1 to 1000000. The quotes make it a text: write 32.")]
    [InlineData("flip: true", "flip: yes", "9:42: spec.data.augmentation.flip: found 'yes'; expected true or false. Did you mean 'true'?")]
    [InlineData("flip: true", "flip: \"true\"", "9:42: spec.data.augmentation.flip: found 'true'; expected true or false. The quotes make it a text: write true.")]
    [InlineData("wallClock: 2h", "wallClock: 90", "38:16: spec.budget.wallClock: found '90'; expected a time such as 90s, 30m, 2h, 1d12h or 01:30:00, or null. A number needs a unit: write 90s for seconds.")]
    [InlineData("wallClock: 2h", "wallClock: 1:30:00", "38:16: spec.budget.wallClock: found '1:30:00'; expected a time such as 90s, 30m, 2h, 1d12h or 01:30:00, or null. Write 01:30:00.")]
    [InlineData("wallClock: 2h", "wallClock: 2 H", "38:16: spec.budget.wallClock: found '2 H'; expected a time such as 90s, 30m, 2h, 1d12h or 01:30:00, or null. Write 2h.")]
    [InlineData("  budget:", "  methods: fds\n  budget:", "37:12: spec.methods: found 'fds'; expected a list of 1 to 13 values, each one of fds, hd, greedy, rtho, marthe, random, tpe, gp, hyperband, bohb, asha, pbt, hand. Write [fds].")]
    [InlineData("  budget:", "  methods: \"fds, tpe\"\n  budget:", "37:12: spec.methods: found 'fds, tpe'; expected a list of 1 to 13 values, each one of fds, hd, greedy, rtho, marthe, random, tpe, gp, hyperband, bohb, asha, pbt, hand. Write [fds, tpe].")]
    [InlineData("  budget:", "  methods: {fds: true}\n  budget:", "37:12: spec.methods: found a mapping; expected a list of 1 to 13 values, each one of fds, hd, greedy, rtho, marthe, random, tpe, gp, hyperband, bohb, asha, pbt, hand.")]
    [InlineData("  budget:", "  search:\n  budget:", "37:10: spec.search: found nothing; expected a mapping of fields. Leave the section out if it is empty.")]
    [InlineData("name: good", "name: My Study", "4:9: metadata.name: found 'My Study'; expected a DNS label: lower-case letters, digits and '-', at most 63 characters. Did you mean 'my-study'?")]
    [InlineData("kind: Study", "kind: study", "2:7: kind: found 'study'; expected Study. Did you mean 'Study'?")]
    [InlineData("batchSize: 32", "batchsize: 32", "15:5: spec.inner.batchsize: found 'batchsize'; no such field; expected one of batchSize, chunk, engine, epochs, gradientClamp, hessianBatchFraction, hessianProductClamp, mode, optimiser, precision, reverseMemory, steps. Did you mean 'batchSize'?")]
    [InlineData("    epochs: 2", "    epoch: 2", "16:5: spec.inner.epoch: found 'epoch'; no such field; expected one of batchSize, chunk, engine, epochs, gradientClamp, hessianBatchFraction, hessianProductClamp, mode, optimiser, precision, reverseMemory, steps. Did you mean 'epochs'?")]
    [InlineData("    count: 2", "    cuont: 2\n    quorum: 2", "32:5: spec.seeds.cuont: found 'cuont'; no such field; expected one of average, base, count, grace, quorum. Did you mean 'count'?")]
    [InlineData("  inner:\n    batchSize", "  iner:\n    batchSize", "14:3: spec.iner: found 'iner'; no such field; expected one of budget, data, fluctuation, greedy, groups, hyperparameters, inner, methods, model, outer, population, resources, retrain, search, seeds. Did you mean 'inner'?")]
    [InlineData("metadata:\n  name: good", "name: good", "3:1: name: found 'name'; no such field; expected one of apiVersion, kind, metadata, spec. Did you mean 'metadata.name'?")]
    [InlineData("    batchSize: 32\n", "    batchSize: 32\n    batchSize: 64\n", "16:5: found 'batchSize' a second time; expected every field once.")]
    [InlineData("    batchSize: 32", "\tbatchSize: 32", "15:1: found a tab; expected spaces: YAML is not indented with tabs.")]
    [InlineData("    batchSize: 32", "  \tbatchSize: 32", "15:3: found a tab; expected spaces: YAML is not indented with tabs.")]
    [InlineData("  retrain:", " retrain:", "33:2: found a line that is no field here; expected a field as 'name: value', indented like its neighbours.")]
    [InlineData("kind: Study", "kind: Study: x", "2:12: found a ':' where no field can begin; expected the line to be indented like its neighbours, and a text with ': ' in it to be in quotes.")]
    [InlineData("name: good", "name: \"go\\qod\"", "4:9: found a '\\' that begins no escape; expected '\\\\' for a backslash between double quotes, or single quotes around the text.")]
    [InlineData("name: good", "name: \"good", "4:9: found a quote that is not closed; expected the same quote at the end of the text.")]
    [InlineData("name: good", "name: @good", "4:9: found '@' at the beginning of a value; expected it in quotes: YAML reserves this character.")]
    [InlineData("batchSize: 32", "batchSize: 32\n    optimiser: adam", "16:16: spec.inner.optimiser: found 'adam'; expected one of sgd, nesterov, adamw. Did you mean 'adamw'?")]
    [InlineData("name: good", "name: !!python/none", "4:9: found the tag '!!python/none'; a study file has no tags.")]
    [InlineData("name: good", "<<: {name: good}", "4:3: metadata.<<: found '<<'; merge keys are not allowed: write every field where it belongs.")]
    [InlineData("name: good", "name: good\0", "4:13: found the control character U+0000; expected a text file in UTF-8.")]
    [InlineData("name: good", "name: \"good\\n\"", "4:9: metadata.name: found 'good\\n'; expected a DNS label: lower-case letters, digits and '-', at most 63 characters. Did you mean 'good'?")]
    [InlineData("kind: Study", "kind: Study\n---", "3:1: found a second document; expected one YAML document, which describes one study: give each study its own file.")]
    [InlineData("step: 0.1", "step:\u00a00.1", "23:7: found a line that is no field here; expected a field as 'name: value', indented like its neighbours. It has a space of another kind (U+00A0).")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: cosine}", "25:25: spec.hyperparameters.momentum.initial: found 'cosine'; expected a number from 0 to below 1, or a list of 1 to 1000 of such values, or a shape such as {shape: cosine, peak: 0.1}, or {schedule: results/schedule.json}, or auto. Write {shape: cosine, peak: 0.1}.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: atuo}", "25:25: spec.hyperparameters.momentum.initial: found 'atuo'; expected a number from 0 to below 1, or a list of 1 to 1000 of such values, or a shape such as {shape: cosine, peak: 0.1}, or {schedule: results/schedule.json}, or auto. Did you mean 'auto'?")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: auto}\n  methods: [tpe]\n  search: {trials: 3}", "20:5: spec.hyperparameters: found a mapping; expected no initial: auto without fds among the methods: only fds begins from a schedule.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: auto}\n  population: {members: 2}", "20:5: spec.hyperparameters: found a mapping; expected no initial: auto with a population, whose members begin at different places.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: auto}\n  methods: [fds, rtho]", "20:5: spec.hyperparameters: found a mapping; expected no initial: auto with a greedy method, which begins with one given value.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: auto, learn: false}", "25:25: spec.hyperparameters.momentum.initial: found 'auto'; expected a value: only a kind that is learned finds its start.")]
    [InlineData("  budget:", "  search: {confirm: {seeds: 1, margin: 0.1}}\n  budget:", "37:40: spec.search.confirm.margin: found '0.1'; expected 0 with one run of each candidate: it takes two to train with lower and with higher learning rates.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {schedule: out/schedule.json}}", "25:36: spec.hyperparameters.momentum.initial: found 'out/schedule.json'; expected the path of a schedule.json that this console can read, or a list of values, or one for each group.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {schedule: [0.5, 2]}}", "25:42: spec.hyperparameters.momentum.initial: found '2'; expected a number from 0 to below 1.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {schedule: {a: [0.5], b: 0.5}}}", "25:50: spec.hyperparameters.momentum.initial: found '0.5'; expected a list of 1 to 1000 values, each a number from 0 to below 1. Write [0.5].")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {schedule: [0.5], peak: 1}}", "25:43: spec.hyperparameters.momentum.initial: found 'peak'; expected schedule alone.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {schedule: {a: [0.5]}}}", "25:25: spec.hyperparameters.momentum.initial: found a mapping; expected a schedule that all parameters share, but this one has values for the groups a.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {shape: cosin, peak: 0.1}}", "25:33: spec.hyperparameters.momentum.initial: found 'cosin'; expected one of constant, cosine, linear, one-cycle, step, warmup-stable-decay. Did you mean 'cosine'?")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {shape: step, peek: 0.1}}", "25:39: spec.hyperparameters.momentum.initial: found 'peek'; expected shape and peak alone. Did you mean 'peak'?")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {shape: step}}", "25:25: spec.hyperparameters.momentum.initial: found a mapping; expected shape and peak.")]
    [InlineData("momentum: {windows: 1}", "momentum: {initial: {shape: step, peak: 1}}", "25:45: spec.hyperparameters.momentum.initial: found '1'; expected a number from 0 to below 1.")]
    [InlineData("momentum: {windows: 1}", "momentum: {windows:\u00a01}", "25:16: spec.hyperparameters.momentum.windows:\u00a01: found 'windows:\u00a01'; no such field; expected one of initial, learn, perGroup, range, scale, step, windows. Did you mean 'windows'? It has a space of another kind (U+00A0).")]
    [InlineData("  budget:", "  methods: [tpe, pbt]\n  search: {trials: 99, resume: true}\n  budget:", "38:32: spec.search.resume: found 'true'; expected false without hyperband, bohb or asha among the methods: no other method tries short runs first.")]
    [InlineData("name: lenet", "name: torchscript", "11:11: spec.model.name: found 'torchscript'; expected model.path with it: the file that PyTorch wrote.")]
    [InlineData("name: lenet", "name: lenet\n    path: net.pt", "12:11: spec.model.path: found 'net.pt'; expected none: only models torchscript and module are read from a file.")]
    [InlineData("name: lenet", "name: module", "11:11: spec.model.name: found 'module'; expected model.path with it: the assembly that has it.")]
    [InlineData("name: lenet", "name: torchscript\n    path: net.pt\n    type: Net", "13:11: spec.model.type: found 'Net'; expected none: only model module has a type to choose.")]
    [InlineData("name: lenet", "name: gpt", "11:11: spec.model.name: found 'gpt'; expected data.name text with it: a gpt is given tokens, and the examples of glyphs are none.")]
    [InlineData("name: lenet", "name: gpt\n    width: 66", "11:11: spec.model.name: found 'gpt'; expected data.name text with it: a gpt is given tokens, and the examples of glyphs are none.|12:12: spec.model.width: found '66'; expected a width that the heads divide, but 4 heads do not divide 66.")]
    [InlineData("name: lenet", "name: gpt\n    heads: 7", "11:11: spec.model.name: found 'gpt'; expected data.name text with it: a gpt is given tokens, and the examples of glyphs are none.|12:12: spec.model.heads: found '7'; expected a width that the heads divide, but 7 heads do not divide 64.")]
    [InlineData("name: lenet", "name: gpt\n    context: 0", "12:14: spec.model.context: found '0'; expected a whole number from 1 to 10000, or null.")]
    [InlineData("name: lenet", "name: lenet\n    layers: 2", "12:13: spec.model.layers: found '2'; expected none: only model gpt has it.")]
    [InlineData("name: lenet", "name: gpt2", "11:11: spec.model.name: found 'gpt2'; expected mlp, lenet, lenet-bn, gpt, torchscript, module, quadratic or wrn-DEPTH-WIDEN with DEPTH 10, 16, 22, … 100 and WIDEN 1 to 20. Did you mean 'gpt'?")]
    [InlineData("  budget:", "  greedy: {discount: atuo}\n  budget:", "37:22: spec.greedy.discount: found 'atuo'; expected a number from 0 to 1, or auto.")]
    [InlineData("  budget:", "  greedy: {adaptation: auto}\n  budget:", "37:24: spec.greedy.adaptation: found 'auto'; expected a number from 0 to 1000000, or null.")]
    [InlineData("range: [0, 1]", "range: [1, 0]", "24:14: spec.hyperparameters.learningRate.range: found [1, 0]; expected the lower end first.")]
    [InlineData("  seeds:\n", "  batchSize: 3\n  seeds:\n", "31:3: spec.batchSize: found 'batchSize'; no such field; expected one of budget, data, fluctuation, greedy, groups, hyperparameters, inner, methods, model, outer, population, resources, retrain, search, seeds. Did you mean 'spec.inner.batchSize'?")]
    public void Study_WhenSomethingIsWrong_SaysSoOnce(string before, string after, string faults)
    {
        Assert.Contains(before, MalformedStudies.Good, StringComparison.Ordinal);
        StudyFileReading reading = StudyFileReader.Read(MalformedStudies.Good.Replace(before, after, StringComparison.Ordinal), "f");

        Assert.Equal(faults.Split('|').Select(fault => $"f:{fault}"), reading.Faults.Select(fault => fault.ToString()));
    }

    /// <summary>A field one level too high is told as that, and not missed where it belongs.</summary>
    [Fact]
    public void Field_WhenItIsOneLevelTooHigh_IsNotMissedWhereItBelongs()
    {
        string text = MalformedStudies.Good.Replace("    batchSize: 32\n", "", StringComparison.Ordinal) + "\n  batchSize: 32\n";
        Assert.Contains("Did you mean 'spec.inner.batchSize'?", Assert.Single(StudyFileReader.Read(text, "f").Faults).Message, StringComparison.Ordinal);
    }
}
