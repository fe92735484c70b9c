"""Optuna on the problem of studies/mnist-short.yaml, over the space that `search.space: shapes` makes of it and through the same budget.

It proposes; `Fds.Benchmarks evaluate` trains. Trials, then twenty fresh runs of each of the best six, then twenty retrainings of the one
with the lowest mean loss plus its standard error. Fresh runs and retrainings have the seeds that a study with the same seed has.

    PYTHONPATH=OPTUNA python3 benchmarks/optuna/compare.py --evaluate PROGRAM --data DIR [--sampler tpe] [--seed 0]
"""

import argparse
import json
import math
import statistics
import subprocess
import zlib

import optuna

BUDGET = 39_000
CANDIDATES = 6
FRESH = 20
WINDOWS = 4
STEPS = 100
CHANCE = 0.1

SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(multivariate=True, seed=seed),
    "tpe-univariate": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed),
    "cmaes": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
}


def schedule(peak, warm_up, end, momentum, weight_decay):
    """The schedules that the five values stand for: each window has the value of the shape at its middle."""

    def share(at):
        if at < warm_up:
            return at / warm_up
        return end + (1 - end) * (1 + math.cos(math.pi * (at - warm_up) / (1 - warm_up))) / 2

    rates = [min(1, max(1e-3, peak * share((window + 0.5) / WINDOWS))) for window in range(WINDOWS)]
    return {"learningRate": rates, "momentum": [momentum], "weightDecay": [weight_decay]}


def suggest(trial):
    return schedule(
        trial.suggest_float("peak", 1e-3, 1, log=True),
        trial.suggest_float("warmUp", 0, 0.5),
        trial.suggest_float("end", 1e-3, 1, log=True),
        1 - trial.suggest_float("oneMinusMomentum", 0.01, 1, log=True),
        trial.suggest_float("weightDecay", 1e-5, 5e-3, log=True),
    )


class Evaluator:
    """The program that trains, and what its runs have cost."""

    def __init__(self, program, data):
        command = [*program.split(), "evaluate", "--data", data, "--threads", "1", "--steps", str(STEPS)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.spent = 0.0

    def run(self, kind, seed, replica, schedules):
        self.process.stdin.write(json.dumps({"run": kind, "seed": seed, "replica": replica, **schedules}) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                answer = json.loads(line)
                self.spent += answer["gradientSteps"]
                return answer
        raise RuntimeError("the program that trains has ended")


def merit(losses):
    """Mean plus standard error; infinite where a run diverged."""
    if any(loss is None for loss in losses):
        return math.inf
    return statistics.mean(losses) + statistics.stdev(losses) / math.sqrt(len(losses))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluate", required=True, help="The built program Fds.Benchmarks, with what it takes to start it.")
    parser.add_argument("--data", required=True, help="Folder with mnist/.")
    parser.add_argument("--sampler", choices=SAMPLERS, default="tpe")
    parser.add_argument("--seed", type=int, default=0, help="Seed of the study.")
    arguments = parser.parse_args()
    evaluator = Evaluator(arguments.evaluate, arguments.data)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    own = zlib.crc32(f"{arguments.sampler}/{arguments.seed}".encode())
    study = optuna.create_study(sampler=SAMPLERS[arguments.sampler](own))
    cost = None

    def objective(trial):
        nonlocal cost
        answer = evaluator.run("trial", own, trial.number, suggest(trial))
        cost = answer["gradientSteps"] if cost is None else cost
        return math.inf if answer["loss"] is None else answer["loss"]

    study.optimize(objective, n_trials=1)
    study.optimize(objective, n_trials=int(BUDGET / cost) - CANDIDATES * FRESH - 1)
    best = sorted(study.trials, key=lambda trial: (trial.value, trial.number))[:CANDIDATES]
    candidates = [suggest(optuna.trial.FixedTrial(trial.params)) for trial in best]
    losses = [[evaluator.run("confirm", arguments.seed, run, candidate)["loss"] for run in range(FRESH)] for candidate in candidates]
    chosen = min(range(len(candidates)), key=lambda place: merit(losses[place]))
    confirmed = statistics.mean(losses[chosen]) if math.isfinite(merit(losses[chosen])) else math.inf
    report(arguments, candidates[chosen], evaluator, len(study.trials), evaluator.spent, confirmed)


def report(arguments, chosen, evaluator, trials, spent, confirmed):
    accuracies = [evaluator.run("retrain", arguments.seed, run, chosen)["accuracy"] for run in range(FRESH)]
    accuracies = [CHANCE if accuracy is None else accuracy for accuracy in accuracies]
    error = statistics.stdev(accuracies) / math.sqrt(FRESH)
    name = f"Optuna {optuna.__version__} {arguments.sampler}"
    print(
        f"| {name} | {arguments.seed} | {100 * statistics.mean(accuracies):.2f} ± {100 * error:.2f} % | {100 * min(accuracies):.2f} % "
        f"| {100 * statistics.median(accuracies):.2f} % | {confirmed:.4f} | {trials} | {spent:.0f} |"
    )
    print(json.dumps({"seed": arguments.seed, "sampler": arguments.sampler, "schedule": chosen, "accuracies": accuracies}))


if __name__ == "__main__":
    main()
