namespace Fds.Testing;

/// <summary>Study files that are wrong, made from one good file by small changes.</summary>
public static class MalformedStudies
{
    /// <summary>The good file.</summary>
    public const string Good = """
        apiVersion: fds/v1
        kind: Study
        metadata:
          name: good
        spec:
          data:
            name: glyphs
            validationFraction: 0.1
            augmentation: {cropPadding: 2, flip: true, cutout: {length: 4, probability: 0.5}}
          model:
            name: lenet
            initialisation: kaiming
            gain: 1
          inner:
            batchSize: 32
            epochs: 2
            gradientClamp: 3
            precision: float64
          hyperparameters:
            learningRate:
              windows: 3
              initial: 0.1
              step: 0.1
              range: [0, 1]
            momentum: {windows: 1}
          outer:
            steps: 4
            epochs: [1, 2]
            stepDecay: 0.5
            pruning: {mode: alternate, ratio: 0.5}
          seeds:
            count: 2
          retrain:
            seeds: 1
          resources:
            device: cpu
          budget:
            wallClock: 2h
        """;

    /// <summary>All cases.</summary>
    public static IReadOnlyList<MalformedStudy> All { get; } = [.. Fields(), .. Missing(), .. Across(), .. Measuring(), .. Yaml()];

    /// <summary>A case by its name.</summary>
    public static MalformedStudy Named(string name) => All.Single(study => study.Name == name);

    private static IEnumerable<MalformedStudy> Fields()
    {
        yield return Change("version", "fds/v1", "fds/v2", "apiVersion");
        yield return Change("kind", "kind: Study", "kind: study", "kind");
        yield return Change("name in capitals", "name: good", "name: Good", "metadata.name");
        yield return Change("name too long", "name: good", $"name: {new string('a', 64)}", "metadata.name");
        yield return Change("name ends with a dash", "name: good", "name: good-", "metadata.name");
        yield return Change("name ends with a line feed", "name: good", "name: \"good\\n\"", "metadata.name");
        yield return Change("name is null", "name: good", "name: null", "metadata.name");
        yield return Change("unknown data", "name: glyphs", "name: glyph", "spec.data.name");
        yield return Change("data of no reader", "name: glyphs", "name: svhn", "spec.data.name");
        yield return Change("fraction of 0", "validationFraction: 0.1", "validationFraction: 0", "spec.data.validationFraction");
        yield return Change("fraction of 1", "validationFraction: 0.1", "validationFraction: 1", "spec.data.validationFraction");
        yield return Change("fraction in words", "validationFraction: 0.1", "validationFraction: a tenth", "spec.data.validationFraction");
        yield return Change("fraction in quotes", "validationFraction: 0.1", "validationFraction: \"0.1\"", "spec.data.validationFraction");
        yield return Change("fraction not a number", "validationFraction: 0.1", "validationFraction: .nan", "spec.data.validationFraction");
        yield return Change("negative padding", "cropPadding: 2", "cropPadding: -1", "spec.data.augmentation.cropPadding");
        yield return Change("flip is no flag", "flip: true", "flip: maybe", "spec.data.augmentation.flip");
        yield return Change("cutout is a number", "cutout: {length: 4, probability: 0.5}", "cutout: 4", "spec.data.augmentation.cutout");
        yield return Change("probability above 1", "probability: 0.5", "probability: 1.5", "spec.data.augmentation.cutout.probability");
        yield return Change("unknown model", "name: lenet", "name: alexnet", "spec.model.name");
        yield return Change("model ends with a line feed", "name: lenet", "name: \"lenet\\n\"", "spec.model.name");
        yield return Change("model of an impossible depth", "name: lenet", "name: wrn-17-1", "spec.model.name");
        yield return Change("unknown initialisation", "initialisation: kaiming", "initialisation: kaming", "spec.model.initialisation");
        yield return Change("gain of 0", "gain: 1", "gain: 0", "spec.model.gain");
        yield return Change("batch of 0", "batchSize: 32", "batchSize: 0", "spec.inner.batchSize");
        yield return Change("batch of a half", "batchSize: 32", "batchSize: 32.5", "spec.inner.batchSize");
        yield return Change("batch beyond any integer", "batchSize: 32", "batchSize: 99999999999999999999", "spec.inner.batchSize");
        yield return Change("batch is a list", "batchSize: 32", "batchSize: [32]", "spec.inner.batchSize");
        yield return Change("clamp of 0", "gradientClamp: 3", "gradientClamp: 0", "spec.inner.gradientClamp");
        yield return Change("infinite clamp", "gradientClamp: 3", "gradientClamp: .inf", "spec.inner.gradientClamp");
        yield return Change("unknown precision", "precision: float64", "precision: float16", "spec.inner.precision");
        yield return Change("no window", "windows: 3", "windows: 0", "spec.hyperparameters.learningRate.windows");
        yield return Change("step below 0", "step: 0.1", "step: -0.1", "spec.hyperparameters.learningRate.step");
        yield return Change("negative rate", "initial: 0.1", "initial: -0.1", "spec.hyperparameters.learningRate.initial");
        yield return Change("a letter among rates", "initial: 0.1", "initial: [0.1, O.2, 0.3]", "spec.hyperparameters.learningRate.initial");
        yield return Change("range of one", "range: [0, 1]", "range: [0]", "spec.hyperparameters.learningRate.range");
        yield return Change("range of three", "range: [0, 1]", "range: [0, 1, 2]", "spec.hyperparameters.learningRate.range");
        yield return Change("momentum of 1", "momentum: {windows: 1}", "momentum: {windows: 1, initial: 1}", "spec.hyperparameters.momentum.initial");
        yield return Change("momentum is a number", "momentum: {windows: 1}", "momentum: 0.9", "spec.hyperparameters.momentum");
        yield return Change("no outer step", "steps: 4", "steps: 0", "spec.outer.steps");
        yield return Change("epochs of 0", "epochs: [1, 2]", "epochs: [1, 0]", "spec.outer.epochs");
        yield return Change("no epochs", "epochs: [1, 2]", "epochs: []", "spec.outer.epochs");
        yield return Change("decay of 1", "stepDecay: 0.5", "stepDecay: 1", "spec.outer.stepDecay");
        yield return Change("unknown pruning", "mode: alternate", "mode: alternating", "spec.outer.pruning.mode");
        yield return Change("pruning all", "ratio: 0.5", "ratio: 1", "spec.outer.pruning.ratio");
        yield return Change("no seed", "count: 2", "count: 0", "spec.seeds.count");
        yield return Change("negative retraining", "seeds: 1", "seeds: -1", "spec.retrain.seeds");
        yield return Change("numbered device", "device: cpu", "device: cuda:0", "spec.resources.device");
        yield return Change("time without unit", "wallClock: 2h", "wallClock: 7200", "spec.budget.wallClock");
        yield return Change("time ends with a line feed", "wallClock: 2h", "wallClock: \"2h\\n\"", "spec.budget.wallClock");
        yield return Change("no time", "wallClock: 2h", "wallClock: 0s", "spec.budget.wallClock");
        yield return Change("unknown field at the top", "kind: Study", "kind: Study\nspecs: {}", "specs");
        yield return Change("unknown field in spec", "  model:", "  modell: {}\n  model:", "spec.modell");
        yield return Change("unknown field in a section", "batchSize: 32", "batchSize: 32\n    batchsize: 32", "spec.inner.batchsize");
        yield return Change("unknown kind of hyperparameter", "momentum: {windows: 1}", "momentun: {windows: 1}", "spec.hyperparameters.momentun");
        yield return Change("unknown method", "  seeds:\n    count", "  methods: [fds, tpee]\n  seeds:\n    count", "spec.methods");
        yield return Change("a method twice", "  seeds:\n    count", "  methods: [fds, fds]\n  seeds:\n    count", "spec.methods");
        yield return Change("a search without end", "  budget:\n    wallClock: 2h", "  methods: [asha]", "spec.search.trials");
        yield return Change("a multiple of no cost", "  seeds:\n    count", "  methods: [random]\n  search: {costFactor: 2, trials: 5}\n  seeds:\n    count", "spec.search.costFactor");
        yield return Change("shortest run beyond the longest", "  seeds:\n    count", "  search: {minimumResource: 30}\n  seeds:\n    count", "spec.search.minimumResource");
        yield return Change(
            "factors on a learning rate of 0", "      initial: 0.1\n      step: 0.1\n      range: [0, 1]\n    momentum: {windows: 1}\n",
            "      initial: 0\n    momentum: {windows: 1}\n  methods: [hd]\n  greedy: {form: multiplicative}\n", "spec.greedy.form");
        yield return Change("a population of another method", "  seeds:\n    count", "  methods: [random]\n  search: {trials: 5}\n  population: {members: 2}\n  seeds:\n    count", "spec.population");
        yield return Change("a resumption of no short run", "  seeds:\n    count", "  methods: [random, pbt]\n  search: {trials: 39, resume: true}\n  seeds:\n    count", "spec.search.resume");
        yield return Change("too few trials for a whole population", "  seeds:\n    count", "  methods: [pbt]\n  search: {trials: 8, population: 4}\n  seeds:\n    count", "spec.search.trials");
        yield return Change("no method", "  seeds:\n    count", "  methods: []\n  seeds:\n    count", "spec.methods");
        yield return Change("too many column shards", "device: cpu", "device: cpu\n    columnShards: 65", "spec.resources.columnShards");
        yield return Change("priority beyond its range", "device: cpu", "device: cpu\n    priority: 101", "spec.resources.priority");
        yield return Change("quorum of 0", "count: 2", "count: 2\n    quorum: 0", "spec.seeds.quorum");
        yield return Change("grace without unit", "count: 2", "count: 2\n    grace: 30", "spec.seeds.grace");
        yield return Change("negative budget", "wallClock: 2h", "gradientSteps: -5", "spec.budget.gradientSteps");
    }

    private static IEnumerable<MalformedStudy> Missing()
    {
        yield return Change("no version", "apiVersion: fds/v1\n", "", "apiVersion");
        yield return Change("no metadata", "metadata:\n  name: good\n", "", "metadata");
        yield return Change("no data", "    name: glyphs\n", "", "spec.data.name");
        yield return Change("no batch size", "    batchSize: 32\n", "", "spec.inner.batchSize");
        yield return Change("no horizon", "    epochs: 2\n", "", "spec.inner.steps");
        yield return new("no spec", "apiVersion: fds/v1\nkind: Study\nmetadata: {name: bare}\n", ["spec"], 1);
    }

    private static IEnumerable<MalformedStudy> Across()
    {
        yield return Change("column shards with pruning", "device: cpu", "device: cpu\n    columnShards: 2", "spec.resources.columnShards");
        yield return Change("reverse mode with pruning", "precision: float64", "mode: reverse", "spec.inner.mode");
        yield return Change("reverse mode with a clamp on products", "precision: float64", "mode: reverse\n    hessianProductClamp: 1", "spec.inner.mode");
        yield return new(
            "reverse mode with column shards",
            Replace(Replace(Replace(Good, "    pruning: {mode: alternate, ratio: 0.5}\n", ""), "precision: float64", "mode: reverse"), "device: cpu", "columnShards: 2"),
            ["spec.inner.mode"], 18);
        yield return Change("a mode that does not exist", "precision: float64", "mode: backward", "spec.inner.mode");
        yield return Change("kept states in forward mode", "precision: float64", "mode: forward\n    reverseMemory: all", "spec.inner.reverseMemory") with { Line = 19 };
        yield return Change("quorum above the replicas", "count: 2", "count: 2\n    quorum: 3", "spec.seeds.quorum");
        yield return Change("replacing without members", "  seeds:\n    count", "  population: {replaceEvery: 2}\n  seeds:\n    count", "spec.population.replaceEvery");
        yield return Change("no members", "  seeds:\n    count", "  population: {members: 0}\n  seeds:\n    count", "spec.population.members");
        yield return Change("analytic model with images", "name: lenet", "name: quadratic", "spec.data.name") with { Line = 7 };
        yield return Change("images for a network that has none", "name: glyphs", "name: quadratic", "spec.data.name");
        yield return new(
            "unknown data for a network", Replace(Replace(Good, "name: glyphs", "name: cifar10"), "name: lenet", "name: wrn-16-1"), ["spec.data.name"], 7);
        yield return new("unknown model for the analytic problem", Replace(Replace(Good, "name: glyphs", "name: quadratic"), "name: lenet", "name: quadratics"), ["spec.model.name"], 11);
        yield return Change("horizon with an exponent", "epochs: 2", "epochs: 1e1", "spec.inner.epochs");
        yield return Change("quorum of an unknown number", "count: 2", "count: two\n    quorum: 2", "spec.seeds.count");
        yield return Change("a search with an unknown end", "  budget:\n    wallClock: 2h", "  methods: [asha]\n  budget:\n    wallClock: long", "spec.budget.wallClock");
        yield return Change("two horizons", "epochs: 2", "epochs: 2\n    steps: 100", "spec.inner.epochs");
        yield return Change("start outside the range", "initial: 0.1", "initial: 2", "spec.hyperparameters.learningRate.initial");
        yield return Change("range upside down", "range: [0, 1]", "range: [1, 0]", "spec.hyperparameters.learningRate.range");
        yield return Change("more starts than windows", "initial: 0.1", "initial: [0.1, 0.2]", "spec.hyperparameters.learningRate.initial");
        yield return Change("more windows than steps", "epochs: 2", "steps: 2", "spec.hyperparameters.learningRate.windows") with { Line = 21 };
        yield return Change("ratio without pruning", "mode: alternate", "mode: none", "spec.outer.pruning.ratio");
        yield return Change("nothing learned", "      windows: 3\n      initial: 0.1\n      step: 0.1\n      range: [0, 1]\n    momentum: {windows: 1}", "      learn: false", "spec.hyperparameters.learningRate");
        string inSteps = Replace(Good, "    epochs: [1, 2]\n", "");
        yield return new("pruning of all steps of a window", Replace(Replace(inSteps, "epochs: 2", "steps: 4"), "mode: alternate, ratio: 0.5", "mode: alternate, ratio: 0.4"), ["spec.outer.pruning.ratio"], 29);
        yield return new(
            "an interval longer than a run", Replace(Replace(inSteps, "epochs: 2", "steps: 50"), "  seeds:\n    count", "  methods: [rtho]\n  greedy: {interval: 51}\n  seeds:\n    count"), ["spec.greedy.interval"], 0);
        string many = Replace(Replace(Replace(Replace(Good, "batchSize: 32", "batchSize: many"), "name: lenet", "name: resnet"), "count: 2", "count: 0"), "wallClock: 2h", "wallclock: 2h");
        yield return new("four faults at once", many, ["spec.model.name", "spec.inner.batchSize", "spec.seeds.count", "spec.budget.wallclock"], 11);
    }

    private static IEnumerable<MalformedStudy> Measuring()
    {
        const string Before = "  seeds:\n    count: 2\n  retrain:\n    seeds: 1\n";
        yield return Change("a single run", Before, "  fluctuation: {runs: 1}\n", "spec.fluctuation.runs");
        yield return Change("runs in words", Before, "  fluctuation: {runs: many}\n", "spec.fluctuation.runs");
        yield return Change("measuring a number", Before, "  fluctuation: 100\n", "spec.fluctuation");
        yield return Change("unknown field of fluctuation", Before, "  fluctuation: {run: 100}\n", "spec.fluctuation.run");
        yield return Change("measuring with seeds and retraining", Before, "  fluctuation: {runs: 10}\n" + Before, "spec.seeds", "spec.retrain");
        yield return Change("measuring another method", Before, "  fluctuation: {}\n  methods: [hd]\n", "spec.methods");
        yield return Change("measuring a comparison", Before, "  fluctuation: {}\n  methods: [fds, hd]\n", "spec.methods");
        yield return Change("measuring a population", Before, "  fluctuation: {}\n  population: {members: 2}\n", "spec.population");
        yield return Change(
            "measuring shares of columns", Before + "  resources:\n    device: cpu", "  fluctuation: {}\n  resources:\n    columnShards: 2", "spec.resources", "spec.resources.columnShards");
        string many = Replace(Replace(Good, Before, "  fluctuation: {runs: 1000}\n"), "windows: 3", "windows: 200");
        yield return new("more values than a measurement keeps", many, ["spec.fluctuation.runs"], 0);
    }

    private static IEnumerable<MalformedStudy> Yaml()
    {
        yield return new("empty", "", [""], 1);
        yield return new("only a comment", "# nothing\n", [""], 1);
        yield return new("a list", "- fds/v1\n- Study\n", [""], 1);
        yield return new("a word", "hello", [""], 1);
        yield return new("a tab", Replace(Good, "  name: good", "\tname: good"), [""], 0);
        yield return new("an open bracket", Replace(Good, "range: [0, 1]", "range: [0, 1"), [""], 0);
        yield return new("a field twice", Replace(Good, "batchSize: 32", "batchSize: 32\n    batchSize: 64"), [""], 0);
        yield return new("two documents", Good + "\n---\n" + Good, [""], 1 + Good.Split('\n').Length);
        yield return new("an alias", Replace(Replace(Good, "initial: 0.1", "initial: &start 0.1"), "step: 0.1", "step: *start"), [""], 23);
        yield return new("nesting without end", new string('[', 10_000), [""], 1);
        yield return new("too long", Good + "\n" + new string('#', 1 << 20), [""], 1);
        yield return new("not YAML at all", "%PDF-1.7 {{{", [""], 0);
    }

    private static MalformedStudy Change(string name, string before, string after, params string[] paths)
    {
        // The line is known where one line was replaced by one; elsewhere the fault is where its section begins.
        bool sameLine = after.Length > 0 && !before.Contains('\n', StringComparison.Ordinal) && !after.Contains('\n', StringComparison.Ordinal);
        int line = 1 + Good[..Good.IndexOf(before, StringComparison.Ordinal)].Count(c => c == '\n');
        return new(name, Replace(Good, before, after), paths, sameLine ? line : 0);
    }

    private static string Replace(string text, string before, string after) => text.Contains(before, StringComparison.Ordinal)
        ? text.Replace(before, after, StringComparison.Ordinal)
        : throw new ArgumentException($"The good study has no '{before}'.", nameof(before));
}
