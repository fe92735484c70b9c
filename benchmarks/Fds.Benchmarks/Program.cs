using System.CommandLine;
using Fds.Benchmarks;
using Fds.Core.Greedy;
using Fds.Core.Runtime;

Option<int> threads = new("--threads") { Description = "Threads of one operation.", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<int> rounds = new("--rounds") { Description = "Interleaved rounds; the medians are shown.", DefaultValueFactory = _ => 7 };
Option<string[]> cases = new("--case")
{
    Description = "NETWORK:BATCH:COLUMNS, repeatable.",
    DefaultValueFactory = _ => ["mlp:64:7", "lenet:128:1", "lenet:128:9", "wrn-16-1:128:1", "wrn-16-1:128:7", "wrn-16-1:256:7"],
};
Option<string?> data = new("--data") { Description = "Folder with mnist/; without it, drawn digits are used." };
Argument<string> engine = new("engine") { Description = "autograd, tangent or finite-difference." };
Argument<string> single = new("case") { Description = "NETWORK:BATCH:COLUMNS." };
Option<int> steps = new("--steps") { Description = "Inner steps to take.", DefaultValueFactory = _ => 4 };
Option<int?> chunk = new("--chunk") { Description = "Columns that the tangent engine carries at once; chosen from memory where not given." };

Command engines = new("engines", "Time and memory of one inner step by engine, network, batch and live columns.") { threads, rounds, cases };
engines.SetAction(parsed => EngineBenchmark.Run(parsed.GetValue(cases)!, parsed.GetValue(threads), parsed.GetValue(rounds)));

Command step = new("step", "Inner steps of one engine on one case: peak memory, time, and something for a profiler to look at.") { engine, single, threads, steps, chunk };
step.SetAction(parsed => EngineBenchmark.RunSteps(parsed.GetValue(engine)!, parsed.GetValue(single)!, parsed.GetValue(threads), parsed.GetValue(steps), parsed.GetValue(chunk)));

Command replicas = new("replicas", "Two one-thread replicas side by side against one with two threads.") { rounds, cases };
replicas.SetAction(parsed => ReplicaBenchmark.Run(parsed.GetValue(cases)!, parsed.GetValue(rounds)));

Command approximations = new("approximations", "Cost, error and effect of estimated Hessian products.") { threads, data };
approximations.SetAction(parsed => ApproximationBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads)));

Option<GreedyMethod?> method = new("--method") { Description = "The one method to try; all where not given." };
Option<double> adaptation = new("--adaptation") { Description = "By what MARTHE adapts the learning rate's hyper step.", DefaultValueFactory = _ => GreedyDefaults.AdaptationOfLearningRate };
Command greedy = new("greedy", "What greedy methods reach by their hyper steps.") { threads, data, method, adaptation };
greedy.SetAction(parsed => GreedyBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads), parsed.GetValue(method), parsed.GetValue(adaptation)));

Option<int> seeds = new("--seeds") { Description = "Runs with different seeds.", DefaultValueFactory = _ => 48 };
Option<string?> csv = new("--csv") { Description = "A file for the mean and deviation of every step." };
Command noise = new("noise", "Noise of hypergradients: over seeds, shared over windows, and greedily.") { threads, data, seeds, csv };
noise.SetAction(parsed => NoiseBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads), parsed.GetValue(seeds), parsed.GetValue(csv)));

Command dimensions = new("dimensions", "Cost at which searches reach what fds does, by the number of windows.");
dimensions.SetAction(_ => DimensionBenchmark.Run());

Option<int> repeatedSearches = new("--seeds") { Description = "Searches with different seeds.", DefaultValueFactory = _ => 10 };
Command searchers = new("searchers", "What searches find of functions whose least value is known.") { repeatedSearches };
searchers.SetAction(parsed => SearcherBenchmark.Run(parsed.GetValue(repeatedSearches)));

Option<int> drawn = new("--seeds") { Description = "Runs with different seeds of every setting.", DefaultValueFactory = _ => 2 };
Option<int[]> splits = new("--split") { Description = "Which of the splits, from 0, repeatable; all where not given.", DefaultValueFactory = _ => [.. Enumerable.Range(0, CollapseSplit.All.Length)] };
Command collapse = new("collapse", "How often runs are said to have collapsed, rightly and wrongly, by split.") { drawn, splits };
collapse.SetAction(parsed => CollapseBenchmark.Run(parsed.GetValue(drawn), parsed.GetValue(splits)!));

Command widths = new("widths", "One inner step by the width of the groups that its columns are taken in.") { threads, rounds, cases };
widths.SetAction(parsed => WidthBenchmark.Run(parsed.GetValue(cases)!, parsed.GetValue(threads), parsed.GetValue(rounds)));

Option<string> bin = new("--bin") { Description = "Where the silo and the console are built.", DefaultValueFactory = _ => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..")) };
Option<int> repeats = new("--repeats") { Description = "How often every case is run; the medians are shown.", DefaultValueFactory = _ => 3 };
Command scaling = new("scaling", "One study on two one-thread slots against one: two seeds, and one seed's columns in two shares.") { bin, repeats };
scaling.SetAction(parsed => ScalingBenchmark.Run(parsed.GetValue(bin)!, parsed.GetValue(repeats)));

Option<int> retrainings = new("--seeds") { Description = "Retrainings of every schedule.", DefaultValueFactory = _ => 5 };
Option<int> horizon = new("--steps") { Description = "Inner steps.", DefaultValueFactory = _ => 100 };
Command hand = new("hand", "Hand-set learning rates on LeNet, one run each: what people do instead.") { threads, data, retrainings, horizon };
hand.SetAction(parsed => HandBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads), parsed.GetValue(retrainings), parsed.GetValue(horizon)));

Option<int> truths = new("--seeds") { Description = "Runs whose mean loss is the truth.", DefaultValueFactory = _ => 8 };
Option<double[]> rates = new("--rate") { Description = "Constant learning rate, repeatable.", DefaultValueFactory = _ => [0.003, 0.03] };
Option<double[]> distances = new("--distance") { Description = "Root mean square of a change of a window's ln α, repeatable.", DefaultValueFactory = _ => [0.3] };
Command fidelity = new("fidelity", "Whether hypergradients predict what random changes of a schedule do to the loss.") { threads, data, truths, horizon, rates, distances };
fidelity.SetAction(parsed =>
    FidelityBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads), parsed.GetValue(truths), parsed.GetValue(horizon), parsed.GetValue(rates)!, parsed.GetValue(distances)!));

Option<bool> shapes = new("--shapes") { Description = "Schedules are a warm-up and a cosine for all layers, and not free windows for each." };
Option<int> trials = new("--trials") { Description = "Schedules in the pool.", DefaultValueFactory = _ => 1000 };
Option<int[]> searches = new("--count") { Description = "Trials of a search, repeatable.", DefaultValueFactory = _ => [10, 30, 90, 361, 1000] };
Option<string?> pooled = new("--csv") { Description = "A file for the pool; if it is there, the searches are drawn from it, and nothing is run." };
Command pool = new("pool", "Random search by its number of trials, from a pool of random schedules.") { threads, data, shapes, trials, searches, pooled };
pool.SetAction(parsed => PoolBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads), parsed.GetValue(shapes), parsed.GetValue(trials), parsed.GetValue(searches)!, parsed.GetValue(pooled)));

Command evaluate = new("evaluate", "Runs of LeNet for a search of another project: a line of JSON with schedules in, a line with loss and accuracy out.") { threads, data, horizon };
evaluate.SetAction(parsed => EvaluateBenchmark.Run(parsed.GetValue(data), parsed.GetValue(threads), parsed.GetValue(horizon)));

Option<string> mnist = new("--data") { Description = "Folder with mnist/.", Required = true };
Option<int> studies = new("--seeds") { Description = "Studies with different seeds.", DefaultValueFactory = _ => 5 };
Command averages = new("averages", "What a clamp on Hessian products and the average over replicas do to the schedule that is learned.") { bin, mnist, studies };
averages.SetAction(parsed => AverageBenchmark.Run(parsed.GetValue(bin)!, parsed.GetValue(mnist)!, parsed.GetValue(studies)));

Option<string> file = new("--study") { Description = "A study file with outer.rule: adam.", DefaultValueFactory = _ => Path.Combine("studies", "mnist-short.yaml") };
Option<string[]> changes = new("--change") { Description = "OLD=NEW: what the file has in the place of something that it has once, repeatable." };
Option<int> firstSeed = new("--first") { Description = "The first study seed." };
Option<string[]> beside = new("--beside") { Description = "A method that runs beside fds and is compared with it, in the place of the start, repeatable." };
Command repetitions = new("repetitions", "A whole study from several study seeds: what each learned beside its start.") { bin, mnist, file, studies, firstSeed, changes, beside };
repetitions.SetAction(parsed => RepetitionBenchmark.Run(parsed.GetValue(bin)!, parsed.GetValue(mnist)!, parsed.GetValue(file)!, [.. Enumerable.Range(parsed.GetValue(firstSeed), parsed.GetValue(studies))], parsed.GetValue(changes)!, parsed.GetValue(beside)!));

Option<int> alarms = new("--seeds") { Description = "Studies, each with data and seeds of its own.", DefaultValueFactory = _ => 40 };
Command falseAlarms = new("false-alarms", "How often a study claims an improvement where there is nothing to learn.") { bin, alarms };
falseAlarms.SetAction(parsed => FalseAlarmBenchmark.Run(parsed.GetValue(bin)!, parsed.GetValue(alarms)));

Option<string[]> runs = new("--case") { Description = "NETWORK:BATCH:T, repeatable.", DefaultValueFactory = _ => ["lenet:128:64", "wrn-16-1:128:16"] };
Option<string?> peak = new("--memory") { Description = "The most memory of one run of the first case instead: plain, all, segments or levels." };
Option<int[]> counts = new("--windows") { Description = "Learning-rate windows of a row, repeatable.", DefaultValueFactory = _ => [1, 3, 7, 15, 31, 63, 64] };
Command reverse = new("reverse", "Runs in forward and in reverse mode by the number of windows, and the memory of one.") { threads, rounds, runs, peak, counts };
reverse.SetAction(parsed =>
{
    if (parsed.GetValue(peak) is { } memory)
    {
        ReverseBenchmark.Memory(parsed.GetValue(runs)![0], memory, parsed.GetValue(threads));
    }
    else
    {
        ReverseBenchmark.Times(parsed.GetValue(runs)!, parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(counts)!);
    }
});

Option<string[]> networks = new("--case") { Description = "NETWORK:BATCH, repeatable; a network is a built-in one or a TorchScript file for digits, e.g. lenet.pt:128.", DefaultValueFactory = _ => ["lenet:128", "wrn-16-1:128"] };
Command plain = new("plain", "A step without columns and one with a single Hessian product, beside PyTorch's own: benchmarks/pytorch/step.py.") { threads, rounds, networks };
plain.SetAction(parsed => EngineBenchmark.Plain(parsed.GetValue(networks)!, parsed.GetValue(threads), parsed.GetValue(rounds)));

Option<string> on = new("--device") { Description = "cuda or cpu.", DefaultValueFactory = _ => "cuda" };
Command proof = new("proof", "What a device computes, how fast, whether the same each time: a part of eng/gpu-proof.") { on, threads };
proof.SetAction(parsed => ProofBenchmark.Run(parsed.GetValue(on)!, parsed.GetValue(threads)));

TorchRuntime.EnsureLoads();
if (Environment.GetEnvironmentVariable("FDS_DEFAULT_ALLOCATOR") is null)
{
    TensorMemory.Keep();
}

return new RootCommand("Measures what an inner step costs and where the time goes.") { engines, plain, step, replicas, approximations, greedy, noise, dimensions, searchers, widths, scaling, hand, fidelity, pool, evaluate, averages, repetitions, falseAlarms, reverse, collapse, proof }.Parse(args).Invoke();
