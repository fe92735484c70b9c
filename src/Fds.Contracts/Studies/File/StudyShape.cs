using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>The shape of a study file: every field with its rule, default and description, said once.</summary>
internal static class StudyShape
{
    private const int LongestParent = 50;

    /// <summary>The whole file.</summary>
    public static StudySpecification Read(IFields file)
    {
        file.Required("apiVersion", "Version of this format.", Rules.Choice(("fds/v1", "fds/v1")));
        file.Required("kind", "What the file describes.", Rules.Choice(("Study", "Study")));
        string name = file.RequiredSection("metadata", "What the study is called.").Required("name", "Name, unique in the cluster.", Rules.Name);
        return Specification(file.RequiredSection("spec", "What the study does."), name);
    }

    private static StudySpecification Specification(IFields spec, string name)
    {
        IFields innerFields = spec.RequiredSection("inner", "The inner problem: training on mini-batches over a horizon.");
        InnerSpecification inner = Inner(innerFields);
        IFields data = spec.RequiredSection("data", "What to train on.");
        IFields model = spec.RequiredSection("model", "The network.");
        IFields resources = spec.Section("resources", "Where the study may run.");
        IFields search = spec.Section("search", "The black-box methods.");
        IFields greedy = spec.Section("greedy", "The greedy methods.");
        IFields fluctuation = FluctuationShape.Section(spec);
        OuterSpecification outer = Outer(spec.Section("outer", "The outer loop: how the schedules are updated."), out IFields pruning);
        ModelSpecification network = ModelShape.Read(model);
        GroupsShape groups = GroupsShape.Read(spec, network, inner.Optimiser);
        StudySpecification study = new()
        {
            Name = name,
            Data = Data(data),
            Model = network,
            Groups = groups.Groups,
            Inner = inner,
            Hyperparameters = HyperparametersShape.Read(spec.RequiredSection("hyperparameters", "The schedules. A kind that is absent stays at 0, beta1 at 0.9 and beta2 at 0.999, and is not learned."), inner, outer.Rule, groups),
            Outer = outer,
            Seeds = Seeds(spec.Section("seeds", "The replicas whose hypergradients are averaged.")),
            Methods = spec.Optional("methods", "Methods to run; several are compared, each as a study named NAME-METHOD.", new ListRule<StudyMethod>(Rules.Method, 1, Enum.GetValues<StudyMethod>().Length), [StudyMethod.Fds]),
            Search = MethodsShape.Search(search),
            Greedy = MethodsShape.Greedy(greedy, inner.Optimiser),
            Population = Population(spec.Section("population", "Several outer loops side by side; the best one is kept. Each is a study named NAME-mMEMBER.")),
            Retrain = Retrain(spec.Section("retrain", "Training from scratch with the learned schedule.")),
            Resources = Resources(resources),
            Budget = Budget(spec.Section("budget", "Limits at which each method stops and keeps what it learned.")),
            Fluctuation = FluctuationShape.Read(spec, fluctuation),
        };
        spec.Require("population", study.Population.Members == 1 || name.Length <= LongestParent, $"expected a study name of at most {LongestParent} characters: the names of its members are longer.");
        bool quadratic = study.Model.Name == ModelSpecification.Quadratic;
        data.Require("name", !spec.IsSound("model") || quadratic == (study.Data.Name == ModelSpecification.Quadratic), "expected quadratic for both data.name and model.name, or for neither: the analytic problem has no images.");
        study = ModelShape.Settle(model, study, isSound: spec.IsSound("data"));
        resources.Require("columnShards", study.Resources.ColumnShards == 1 || study.Outer.Pruning.Mode == PruningMode.None, "expected 1 with outer.pruning: the tangents that a step skips would be divided differently.");
        innerFields.Require("optimiser", inner.Optimiser != Optimiser.Nesterov || !(study.Methods.Any(method => method.IsGreedy()) || study.Fluctuation is not null), "expected sgd or adamw with a greedy method or fluctuation.");
        innerFields.Require("mode", inner.Mode != HypergradientMode.Reverse || study.Outer.Pruning.Mode == PruningMode.None, "expected auto or forward with outer.pruning, which skips updates of columns: reverse mode has no columns.");
        innerFields.Require("mode", inner.Mode != HypergradientMode.Reverse || study.Resources.ColumnShards == 1, "expected auto or forward with resources.columnShards, which divides columns: reverse mode has no columns.");
        spec.Require("groups", groups.Groups.IsEmpty || study.Outer.Pruning.Mode == PruningMode.None, "expected none with outer.pruning, which skips updates by one number of windows for each kind.");
        spec.Require("groups", groups.Groups.IsEmpty || !(study.Methods.Any(method => method.IsGreedy()) || study.Fluctuation is not null), "expected none with a greedy method or fluctuation: greedy hypergradients are those of all parameters.");
        bool auto = study.FindsStart;
        spec.Require("hyperparameters", !auto || study.Methods.Contains(StudyMethod.Fds), "expected no initial: auto without fds among the methods: only fds begins from a schedule.");
        spec.Require("hyperparameters", !auto || study.Population.Members == 1, "expected no initial: auto with a population, whose members begin at different places.");
        spec.Require("hyperparameters", !auto || study.Fluctuation is null, "expected no initial: auto with fluctuation, which measures at given schedules.");
        spec.Require("hyperparameters", !auto || !study.Methods.Any(method => method.IsGreedy()), "expected no initial: auto with a greedy method, which begins with one given value.");
        bool smooths = study.Hyperparameters.Smooths;
        spec.Require("hyperparameters", !smooths || !quadratic, "expected no labelSmoothing with the analytic problem, which has no classes.");
        spec.Require("hyperparameters", !smooths || study.Model.Loss != TrainingLoss.SquaredError, "expected no labelSmoothing with model.loss mse: only classes can be smoothed.");
        spec.Require("hyperparameters", !smooths || study.Model.Loss != TrainingLoss.Own, "expected no labelSmoothing with model.loss own, which is given the classes as they are.");
        spec.Require("hyperparameters", !smooths || !(study.Methods.Any(method => method.IsGreedy()) || study.Fluctuation is not null), "expected no labelSmoothing with a greedy method or fluctuation: greedy hypergradients are those of what the optimiser has.");
        RequireUpdates(spec, pruning, study);
        return FluctuationShape.Settle(spec, fluctuation, MethodsShape.Settle(spec, search, greedy, study));
    }

    /// <summary>Pruning must leave an inner step of every learned window. Of a horizon in epochs that is known once its data are.</summary>
    private static void RequireUpdates(IFields spec, IFields pruning, StudySpecification study)
    {
        bool known = study.Outer.Epochs.IsEmpty && study.Methods.Contains(StudyMethod.Fds) && spec.IsSound("inner") && spec.IsSound("hyperparameters") && spec.IsSound("outer");
        if (!known || study.Inner.Steps is not { } steps)
        {
            return;
        }

        int shortest = study.Kinds.Select(kind => study.Hyperparameters[kind]).Where(schedule => schedule.Learn).Select(schedule => steps / schedule.Windows).DefaultIfEmpty().Min();
        pruning.Require("ratio", shortest == 0 || !study.Outer.Pruning.SkipsAll(shortest), $"expected a ratio that leaves at least one inner step of every window to update; the shortest window has {shortest}.");
    }

    private static DataSpecification Data(IFields data)
    {
        IFields augmentation = data.Section("augmentation", "Random changes of training images.");
        IFields cutout = augmentation.Section("cutout", "A square of zeros at a random place.");
        DataSpecification read = new()
        {
            Name = data.Required("name", "Data set: images by name, or a file of your own: arrays (.npz or .safetensors with x_train, y_train, x_test, y_test), table (one row for each example) or text.", Rules.DataName),
            Path = data.Optional("path", "Folder, archive or file; null: looked up by name in the data folder. A file of your own is relative to the data folder; for a study on this machine also to the study file.", new OptionalTextRule(Rules.Path), null),
            ValidationFraction = data.Optional("validationFraction", "Share of the training set that is held out for validation, drawn again for every outer step.", new NumberRule(0, 1, openMinimum: true, openMaximum: true), 0.05),
            Augmentation = new()
            {
                CropPadding = (int)augmentation.Optional("cropPadding", "Zero pixels added on each side before a random crop.", new IntegerRule(0, 64), 0),
                Flip = augmentation.Optional("flip", "Whether images are mirrored with probability ½.", new FlagRule(), false),
                Cutout = new()
                {
                    Length = (int)cutout.Optional("length", "Side of the square in pixels; 0 is off.", new IntegerRule(0, 1024), 0),
                    Probability = cutout.Optional("probability", "Share of the images that get a cutout.", new NumberRule(0, 1), 0),
                },
            },
            Target = data.Optional("target", "Of a table, the column to predict: its name, or its number from 1 where the file has no header; last: the last column. A target among the categories is a class, another one a real number.", Rules.Column, DataSpecification.LastColumn),
            Separator = data.Optional("separator", "Of a table, what parts its columns; space: any number of spaces and tabs; auto: comma in .csv, tab in .tsv, space in other files.", new OptionalRule<TableSeparator>(Rules.Separator, none: "auto"), null),
            Header = data.Optional("header", "Of a table, whether its first line names the columns. Without it they are called 1, 2, …", new FlagRule(), true),
            Categories = data.Optional("categories", "Of a table, the columns that hold words or codes, each value of which becomes an input of 0 or 1. Other columns hold numbers, which are standardised by the training rows.", new ListRule<string>(Rules.Column, 0, 1000), []),
            Ignore = data.Optional("ignore", "Of a table, the columns that are not read, e.g. of identifiers.", new ListRule<string>(Rules.Column, 0, 1000), []),
            TestFraction = data.Optional("testFraction", "Of a table, the share of the rows that is only tested on, always the same ones; of a text, the share at its end.", new NumberRule(0, 1, openMinimum: true, openMaximum: true), DataSpecification.DefaultTestFraction),
            Block = (int?)data.Optional("block", "Of a text, the characters of an example: a network is given so many, and predicts the one after each.", new OptionalRule<long>(new IntegerRule(1, 65_536)), null),
        };
        bool table = read.Name == DataSpecification.Table;
        bool text = read.Name == DataSpecification.Text;
        data.Require("name", !read.IsOwnFile || read.Path is not null, "expected data.path with it: the file.");
        data.Require("name", !text || read.Block is not null, "expected data.block with it: the characters of an example.");
        data.Require("block", text || read.Block is null, "expected none: only data text are cut into blocks.");
        data.Require("testFraction", table || text || !data.Has("testFraction"), "expected none: only data table and text are split here; others come with a test set.");
        foreach (string field in new[] { "target", "separator", "header", "categories", "ignore" })
        {
            data.Require(field, table || !data.Has(field), "expected none: only data table have columns.");
        }

        data.Require("augmentation", !read.IsOwnFile || !data.Has("augmentation"), "expected none with a file of your own: only images of the data sets by name are augmented.");
        return read;
    }

    private static InnerSpecification Inner(IFields inner)
    {
        InnerSpecification read = new()
        {
            BatchSize = (int)inner.Required("batchSize", "Examples per mini-batch.", new IntegerRule(1, 1_000_000)),
            Epochs = (int?)inner.Optional("epochs", "The horizon in epochs; epochs or steps, not both.", new OptionalRule<long>(new IntegerRule(1, 100_000)), null),
            Steps = (int?)inner.Optional("steps", "The horizon in inner steps; epochs or steps, not both.", new OptionalRule<long>(new IntegerRule(1, 100_000_000)), null),
            GradientClamp = inner.Optional("gradientClamp", "Gradients are clamped elementwise to ± this; null is off.", Rules.Clamp, null),
            HessianProductClamp = inner.Optional("hessianProductClamp", "Hessian-tangent products are clamped elementwise to ± this; null is off.", Rules.Clamp, null),
            Optimiser = inner.Optional("optimiser", "How an inner step updates the weights: SGD with momentum (sgd), with Nesterov's momentum (nesterov), or Adam with decoupled weight decay (adamw), which has beta1 and beta2 in the place of momentum.", Rules.Optimiser, Optimiser.Sgd),
            Precision = inner.Optional("precision", "Floating-point type.", Rules.Precision, Precision.Float32),
            Engine = inner.Optional("engine", "What computes Hessian-tangent products: tangent and autograd exactly, finite-difference approximately.", Rules.Engine, CurvatureEngine.Tangent),
            Chunk = (int?)inner.Optional("chunk", "Largest number of columns that the tangent engine carries at once; auto: chosen from the memory that they need. On CPUs wrn takes one at a time.", new OptionalRule<long>(new IntegerRule(1, 10_000), none: "auto"), null),
            HessianBatchFraction = inner.Optional("hessianBatchFraction", "Share of the mini-batch that Hessian-tangent products are computed on; below 1 the products are estimates.", new NumberRule(0, 1, openMinimum: true), 1),
            Mode = inner.Optional("mode", "How hypergradients are computed. forward: carries a tangent for every learned window; reverse: goes back through the run, at a cost that does not grow with the number of windows; auto: the mode that is expected to take less time.", Rules.Mode, HypergradientMode.Auto),
            ReverseMemory = inner.Optional("reverseMemory", "Which states of a run of T inner steps reverse mode keeps: all of them, about 2√T (segments) or about 3∛T (levels). An inner step then costs 4, 5 or 6 gradient steps. auto: as many as fit into the device's free memory.", Rules.ReverseMemory, ReverseMemory.Auto),
        };
        inner.Require("mode", read.Mode != HypergradientMode.Reverse || read.HessianProductClamp is null, "expected auto or forward with inner.hessianProductClamp, which clamps products of columns: reverse mode has no columns.");
        inner.Require("reverseMemory", read.Mode != HypergradientMode.Forward || read.ReverseMemory == ReverseMemory.Auto, "expected auto with mode forward, which keeps no states.");
        inner.Require(inner.Has("epochs") ? "epochs" : "steps", read.Epochs is null != read.Steps is null, "expected a horizon: either epochs or steps, not both.");
        return read;
    }

    private static OuterSpecification Outer(IFields outer, out IFields pruning)
    {
        pruning = outer.Section("pruning", "Skipping tangent updates to save time.");
        PruningSpecification pruned = new()
        {
            Mode = pruning.Optional("mode", "Which steps are skipped.", Rules.PruningMode, PruningMode.None),
            Ratio = pruning.Optional("ratio", "Share of the steps that is skipped.", new NumberRule(0, 1, openMaximum: true), 0),
        };
        pruning.Require("ratio", (pruned.Mode == PruningMode.None) == (pruned.Ratio == 0), "expected a ratio above 0 with mode alternate or truncate, and 0 with mode none.");
        OuterRule rule = outer.Optional("rule", "How an outer step computes the next values from the hypergradients. adam: Adam on each value's scale, with bounded influence of every replica; sign, the paper's rule: a step of fixed length against the sign of the mean, shortened when the sign flips.", Rules.OuterRule, OuterRule.Sign);
        ListRule<long> epochs = new(new IntegerRule(1, 100_000), 1, 10_000, orSingle: true);
        return new()
        {
            Steps = (int)outer.Optional("steps", "Largest number of outer steps.", new IntegerRule(1, 10_000), 10),
            Epochs = [.. outer.Optional("epochs", "Horizon in epochs of each outer step; the last one repeats. Default: the inner horizon.", epochs, []).Select(count => (int)count)],
            StepDecay = outer.Optional("stepDecay", "Factor on a step size when the sign of its hypergradient flips.", new NumberRule(0, 1, openMinimum: true, openMaximum: true), 0.5),
            ConvergedBelow = outer.Optional("convergedBelow", "A value has converged when changes of its hypergradient's sign have brought its step size below this times its magnitude, or when it rests at the end of its range; 0: no value ever converges.", new NumberRule(0, 1), 0.05),
            Pruning = pruned,
            Rule = rule,
            Margin = outer.Optional("margin", "With adam: replicas train with learning rates from e^-margin to e^margin times the schedule's, so that the learned schedule keeps away from the edge of stability; 0: all replicas train with the schedule itself.", new NumberRule(0, 1), 0),
        };
    }

    private static SeedsSpecification Seeds(IFields seeds)
    {
        SeedsSpecification read = new()
        {
            Count = (int)seeds.Optional("count", "Number of replicas.", new IntegerRule(1, 1000), 1),
            Base = seeds.Optional("base", "The study's seed, from which every other seed is derived.", new IntegerRule(0, long.MaxValue), 0),
            Average = seeds.Optional("average", "How the replicas' hypergradients are combined. mean: their mean; median: their median, on which a replica far from the others has no more influence than any other; sign: the mean of their signs, so that each has one vote.", Rules.Average, HypergradientAverage.Mean),
            Quorum = (int?)seeds.Optional("quorum", "Number of replicas with a hypergradient after which an outer step waits for the others only for the grace period; null: all replicas.", new OptionalRule<long>(new IntegerRule(1, 1000)), null),
            Grace = seeds.Optional("grace", "How long an outer step that has its quorum waits for the other replicas.", new DurationRule(), TimeSpan.FromSeconds(30)),
        };
        seeds.Require("quorum", read.Quorum is not { } quorum || quorum <= read.Count, $"expected at most the number of replicas, {read.Count}.");
        return read;
    }

    private static PopulationSpecification Population(IFields population)
    {
        PopulationSpecification read = new()
        {
            Members = (int)population.Optional("members", "Number of members; 1: no population.", new IntegerRule(1, 64), 1),
            Start = population.Optional("start", "divide: each member has its own part of the range of the first learned kind; draw: each member starts at its own place in the whole ranges.", Rules.PopulationStart, PopulationStart.Divide),
            ReplaceEvery = (int?)population.Optional("replaceEvery", "After how many outer steps the worst member is replaced by a perturbed copy of the best; null: never.", new OptionalRule<long>(new IntegerRule(1, 10_000)), null),
            Perturbation = population.Optional("perturbation", "The copy's values are those of the best times 1 plus or minus this.", new NumberRule(0, 1, openMinimum: true, openMaximum: true), 0.2),
        };
        population.Require("replaceEvery", read.ReplaceEvery is null || read.Members > 1, "expected at least two members to replace one by another.");
        return read;
    }

    private static RetrainSpecification Retrain(IFields retrain) => new()
    {
        Epochs = (int?)retrain.Optional("epochs", "Horizon in epochs; null: the inner horizon.", new OptionalRule<long>(new IntegerRule(1, 100_000)), null),
        Seeds = (int)retrain.Optional("seeds", "Number of runs with different seeds; 0 skips retraining.", new IntegerRule(0, 1000), 1),
    };

    private static ResourcesSpecification Resources(IFields resources) => new()
    {
        Device = resources.Optional("device", "Kind of device that the work needs.", Rules.Choice(("auto", "auto"), ("cpu", "cpu"), ("cuda", "cuda")), "auto"),
        Parallelism = (int?)resources.Optional("parallelism", "How many replicas may run at once.", new OptionalRule<long>(new IntegerRule(1, 1000), none: "auto"), null),
        ColumnShards = (int)resources.Optional("columnShards", "Number of slots over which one seed's columns are divided; each slot replays the same trajectory. At most one slot per group of inner.chunk columns (auto: 4).", new IntegerRule(1, 64), 1),
        Priority = (int)resources.Optional("priority", "Work of a study with a higher priority starts first; studies of the same priority share the slots fairly.", new IntegerRule(-100, 100), 0),
    };

    private static BudgetSpecification Budget(IFields budget) => new()
    {
        GradientSteps = budget.Optional("gradientSteps", "Largest cost of learning in gradient steps, which is never exceeded; null: no limit.", new OptionalRule<double>(new NumberRule(0, 1e18, openMinimum: true)), null),
        WallClock = budget.Optional("wallClock", "Time since submission, not counting the time while the study was paused or had ended; null: no limit.", new OptionalRule<TimeSpan>(new DurationRule()), null),
    };
}
