using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Fds.Contracts.Studies;
using Fds.Client.Rendering;

namespace Fds.Client.Results.Exports;

/// <summary>
/// Writes a learned schedule as a short file that needs nothing but the library that it is for. A schedule stretches over any number of steps:
/// step t of T has the value of window ⌊n·t/T⌋.
/// </summary>
internal static class ScheduleExport
{
    private const string Value =
        """"
        }


        def value(kind, step, steps, group=next(iter(SCHEDULES))):
            """The value of a hyperparameter at a step of a run, from 0."""
            values = SCHEDULES[group][kind]
            return values[len(values) * min(step, steps - 1) // steps]

        """";

    /// <summary>The file's text.</summary>
    public static string Write(ExportedSchedule schedule, ExportFormat format) => format switch
    {
        ExportFormat.Pytorch => Python(schedule, PytorchUse(schedule), ["import fnmatch"]) + Pytorch(schedule),
        ExportFormat.Optax => Python(schedule, OptaxUse(schedule), ["import jax.numpy as jnp", "import optax"]) + Optax(schedule),
        ExportFormat.Keras => Python(schedule, KerasUse(schedule), ["import keras"]) + Keras(schedule),
        ExportFormat.TorchSharp => TorchSharp(schedule),
        ExportFormat.Csv => Csv(schedule),
        ExportFormat.Json => MachineFormats.Json(schedule) + "\n",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected a format of schedules."),
    };

    /// <summary>Why a schedule cannot be written so; null where it can.</summary>
    public static string? Complaint(ExportedSchedule schedule, ExportFormat format) => format != ExportFormat.Keras
        ? null
        : schedule.Groups.Length > 1
        ? "Keras has one optimiser with one learning rate for all parameters, but the study has groups of parameters with schedules of their own: expected pytorch, torchsharp, optax, csv or json."
        : schedule.Nesterov
        ? "Keras keeps the learning rate in the velocity, so that its Nesterov momentum is another one where the learning rate changes: expected pytorch, torchsharp, optax, csv or json."
        : Smooths(schedule) && schedule.Groups[0].Values.LabelSmoothing.Distinct().Count() > 1
        ? "Keras has one label smoothing for a whole training, but the study has a schedule of it: expected pytorch, torchsharp, optax, csv or json."
        : null;

    private static string Python(ExportedSchedule schedule, string use, IEnumerable<string> imports)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"\"\"\"Schedules that Fds.Cluster learned in the study {schedule.Study}, over {schedule.Horizon} steps. They stretch over any number.\n\n{use}\"\"\"\n");
        text.AppendJoin('\n', imports).Append("\n\n# For each group of parameters the values of equal parts of the run.\nSCHEDULES = {\n");
        foreach (ExportedGroup group in schedule.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Text(group.Name)}: {{\n");
            foreach (HyperparameterKind kind in group.Values.Kinds)
            {
                text.Append(CultureInfo.InvariantCulture, $"        \"{kind.FieldName()}\": [{List(group.Values[kind])}],\n");
            }

            text.Append("    },\n");
        }

        return text.Append(Value).ToString();
    }

    private static string PytorchUse(ExportedSchedule schedule) =>
        $"""
            optimizer = torch.optim.{(IsAdam(schedule) ? "AdamW" : "SGD")}(parameter_groups(model), lr=1.0{(schedule.Nesterov ? ", momentum=0.9, nesterov=True" : "")})
            for step in range(steps):
                set_step(optimizer, step, steps)
                {(Smooths(schedule) ? "torch.nn.functional.cross_entropy(..., label_smoothing=value(\"labelSmoothing\", step, steps))" : "loss(...)")}.backward()
        {Clamped(schedule, "        torch.nn.utils.clip_grad_value_(model.parameters(), {0})\n")}        optimizer.step()

        """;

    private static string Pytorch(ExportedSchedule schedule)
    {
        StringBuilder text = new("\n\n# Patterns of parameter names; a parameter belongs to the first group that has one which matches.\nPARAMETERS = {\n");
        foreach (ExportedGroup group in schedule.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Text(group.Name)}: [{string.Join(", ", group.Parameters.Select(Text))}],\n");
        }

        string own = IsAdam(schedule)
            ? """group["betas"] = (value("beta1", step, steps, group["name"]), value("beta2", step, steps, group["name"]))"""
            : """group["momentum"] = max(value("momentum", step, steps, group["name"]), 1e-300)  # with 0 itself the velocity would not be kept""";
        return text.Append(
            $$""""
            }


            def parameter_groups(model):
                """The model's parameters for an optimizer, in groups with a "name"."""
                groups = {name: [] for name in PARAMETERS}
                for name, parameter in model.named_parameters():
                    having = [group for group, patterns in PARAMETERS.items() if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]
                    if not having:
                        raise ValueError(f"No group has the parameter {name}: add a pattern for it to PARAMETERS.")
                    groups[having[0]].append(parameter)
                return [{"params": parameters, "name": name} for name, parameters in groups.items()]


            def set_step(optimizer, step, steps):
                """Gives an optimizer the values of a step of a run, from 0. Call it before optimizer.step()."""
                for group in optimizer.param_groups:
                    group["lr"] = value("learningRate", step, steps, group["name"])
                    {{own}}
                    group["weight_decay"] = value("weightDecay", step, steps, group["name"])

            """").ToString();
    }

    private static string OptaxUse(ExportedSchedule schedule) =>
        $"""
            optimizer = {Clamped(schedule, "optax.chain(optax.clip({0}), ").TrimEnd()}{(schedule.GradientClamp is null ? "" : " ")}{(schedule.Groups.Length == 1 ? $"scheduled(steps)" : "optax.multi_transform({group: scheduled(steps, group) for group in SCHEDULES}, labels)")}{(schedule.GradientClamp is null ? "" : ")")}{(schedule.Groups.Length == 1 ? "" : "     # labels: the group of every parameter")}
        {(Smooths(schedule) ? "    targets = optax.smooth_labels(jax.nn.one_hot(classes, count), value(\"labelSmoothing\", step, steps))     # for optax.softmax_cross_entropy\n" : "")}
        """;

    private static string Optax(ExportedSchedule schedule) =>
        $$""""


        def scheduled(steps, group=next(iter(SCHEDULES))):
            """Optax's {{(IsAdam(schedule) ? "AdamW" : "SGD")}} by the schedules of a group over so many steps."""

            def of(kind):
                values = jnp.array(SCHEDULES[group][kind])
                return lambda step: values[jnp.minimum(len(values) * step // steps, len(values) - 1)]

        {{(IsAdam(schedule) ? OptaxAdam : OptaxSgd.Replace("NESTEROV", schedule.Nesterov ? "True" : "False", StringComparison.Ordinal))}}
        """";

    private const string OptaxSgd =
        """
            @optax.inject_hyperparams
            def optimizer(learning_rate, momentum, weight_decay):
                return optax.chain(optax.add_decayed_weights(weight_decay), optax.sgd(learning_rate, momentum, nesterov=NESTEROV))

            return optimizer(learning_rate=of("learningRate"), momentum=of("momentum"), weight_decay=of("weightDecay"))

        """;

    private const string OptaxAdam =
        """
            return optax.inject_hyperparams(optax.adamw)(learning_rate=of("learningRate"), b1=of("beta1"), b2=of("beta2"), weight_decay=of("weightDecay"))

        """;

    private static string KerasUse(ExportedSchedule schedule) =>
        $"""
            optimizer = keras.optimizers.{(IsAdam(schedule) ? "AdamW(learning_rate=1.0, epsilon=1e-8" : "SGD(learning_rate=1.0, momentum=0.9, weight_decay=None")}{Clamped(schedule, ", clipvalue={0}")})
            model.compile(optimizer=optimizer, loss={(Smooths(schedule) ? $"keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing={List(schedule.Groups[0].Values.LabelSmoothing.Distinct())})" : "...")}, jit_compile=False, run_eagerly=True)     # so that the values of every step are read
            model.fit(..., callbacks=[Schedules(steps)])

        """ + (IsAdam(schedule) ? "" : "Keras decays weights apart from the gradient. For the study's, add keras.regularizers.L2(value(\"weightDecay\", 0, 1) / 2) to the layers.\n");

    private static string Keras(ExportedSchedule schedule) => IsAdam(schedule) ? KerasAdam : KerasSgd;

    private const string KerasAdam =
        """"


        class Schedules(keras.callbacks.Callback):
            """Gives the model's optimizer the values of every step of a run over so many steps."""

            def __init__(self, steps):
                super().__init__()
                self.steps = steps
                self.step = 0

            def on_train_batch_begin(self, batch, logs=None):
                optimizer = self.model.optimizer
                optimizer.learning_rate = value("learningRate", self.step, self.steps)
                optimizer.weight_decay = value("weightDecay", self.step, self.steps)
                optimizer.beta_1 = value("beta1", self.step, self.steps)
                optimizer.beta_2 = value("beta2", self.step, self.steps)
                self.step += 1

        """";

    private const string KerasSgd =
        """"


        class Schedules(keras.callbacks.Callback):
            """Gives the model's optimizer the values of every step of a run over so many steps."""

            def __init__(self, steps):
                super().__init__()
                self.steps = steps
                self.step = 0
                self.before = None

            def on_train_batch_begin(self, batch, logs=None):
                rate = value("learningRate", self.step, self.steps)
                # Keras keeps the learning rate in the velocity: it is taken out where the learning rate changes.
                share = rate / self.before if self.before else 1.0
                self.model.optimizer.learning_rate = rate
                self.model.optimizer.momentum = value("momentum", self.step, self.steps) * share
                self.before = rate
                self.step += 1

        """";

    private static string TorchSharp(ExportedSchedule schedule)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"// Schedules that Fds.Cluster learned in the study {schedule.Study}, over {schedule.Horizon} steps. They stretch over any number.\n");
        text.Append("//     var optimizer = LearnedSchedules.Optimizer(model);\n//     for (int step = 0; step < steps; step++)\n//     {\n//         LearnedSchedules.SetStep(optimizer, step, steps);\n");
        text.Append(Smooths(schedule) ? "//         torch.nn.functional.cross_entropy(..., label_smoothing: LearnedSchedules.LabelSmoothing(step, steps)).backward();\n" : "//         loss.backward();\n");
        text.Append(Clamped(schedule, "//         torch.nn.utils.clip_grad_value_(model.parameters(), {0});\n")).Append("//         optimizer.step();\n//     }\n");
        text.Append("using System.Collections.Generic;\nusing System.IO.Enumeration;\nusing System.Linq;\nusing TorchSharp;\nusing TorchSharp.Modules;\n\n/// <summary>Values per group of parameters and equal part of a run.</summary>\npublic static class LearnedSchedules\n{\n    private static readonly (string[] Parameters, ").AppendJoin(", ", schedule.Groups[0].Values.Kinds.Select(kind => $"double[] {kind}")).Append(")[] Groups =\n    [\n");
        foreach (ExportedGroup group in schedule.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"        ([{string.Join(", ", group.Parameters.Select(Text))}], // {Text(group.Name)}\n");
            text.AppendJoin(",\n", group.Values.Kinds.Select(kind => $"            [{List(group.Values[kind])}]")).Append("),\n");
        }

        bool adam = IsAdam(schedule);
        string type = adam ? "AdamW" : "SGD";
        string options = adam ? "LearningRate = 1" : $"LearningRate = 1, momentum = 0.9, nesterov = {(schedule.Nesterov ? "true" : "false")}";
        string own = adam
            ? "group.Options.beta1 = At(own.Beta1, step, steps);\n            group.Options.beta2 = At(own.Beta2, step, steps);"
            : "group.Options.momentum = System.Math.Max(At(own.Momentum, step, steps), 1e-300); // with 0 itself the velocity would not be kept";
        return text.Append(CultureInfo.InvariantCulture,
            $$"""
                ];

                /// <summary>An optimizer with one parameter group for each of the study's.</summary>
                public static {{type}} Optimizer(torch.nn.Module model)
                {
                    ILookup<int, Parameter> members = model.named_parameters().ToLookup(
                        each => Enumerable.Range(0, Groups.Length).First(group => Groups[group].Parameters.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, each.name, ignoreCase: false))),
                        each => each.parameter);
                    return torch.optim.{{type}}(Enumerable.Range(0, Groups.Length).Select(group => new {{type}}.ParamGroup(members[group], new {{type}}.Options { {{options}} })), 1.0);
                }

                /// <summary>Gives an optimizer the values of a step of a run, from 0.</summary>
                public static void SetStep({{type}} optimizer, int step, int steps)
                {
                    foreach (({{type}}.ParamGroup group, var own) in optimizer.ParamGroups.Cast<{{type}}.ParamGroup>().Zip(Groups))
                    {
                        group.LearningRate = At(own.LearningRate, step, steps);
                        {{own}}
                        group.Options.weight_decay = At(own.WeightDecay, step, steps);
                    }
                }

            {{(Smooths(schedule) ? TorchSharpSmoothing : "")}}    private static double At(double[] values, int step, int steps) => values[(int)((long)values.Length * System.Math.Min(step, steps - 1) / steps)];
            }

            """).ToString();
    }

    private const string TorchSharpSmoothing =
        """
            /// <summary>The label smoothing of a step of a run, from 0.</summary>
            public static double LabelSmoothing(int step, int steps) => At(Groups[0].LabelSmoothing, step, steps);


        """;

    private static string Csv(ExportedSchedule schedule)
    {
        StringBuilder text = new("group,hyperparameter,window,windows,value\n");
        foreach (ExportedGroup group in schedule.Groups)
        {
            foreach (HyperparameterKind kind in group.Values.Kinds)
            {
                ImmutableArray<double> values = group.Values[kind];
                for (int window = 0; window < values.Length; window++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{group.Name},{kind.FieldName()},{window},{values.Length},{values[window]:R}\n");
                }
            }
        }

        return text.ToString();
    }

    private static bool IsAdam(ExportedSchedule schedule) => schedule.Optimiser == Optimiser.AdamW;

    private static bool Smooths(ExportedSchedule schedule) => schedule.Groups[0].Values.Smooths;

    /// <summary>A text as all of these languages write it, whatever is in it.</summary>
    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static string Clamped(ExportedSchedule schedule, string line) =>
        schedule.GradientClamp is { } clamp ? string.Format(CultureInfo.InvariantCulture, line, clamp.ToString("R", CultureInfo.InvariantCulture)) : "";

    private static string List(IEnumerable<double> values) => string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
