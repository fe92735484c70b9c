using System.Collections.Immutable;
using System.Globalization;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Client.Results.Exports;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Results;

/// <summary>Learned schedules as files for training programs. The PyTorch one is run where this machine has PyTorch.</summary>
public sealed class ScheduleExportTests
{
    private const int Steps = 50;

    /// <summary>Two weights, each in a group of its own, drawn to 1 and to -2; the clamp holds at first.</summary>
    private const string Train =
        """
        import sys
        import torch
        import schedule
        steps = int(sys.argv[1])
        model = torch.nn.ParameterDict({"conv": torch.nn.Parameter(torch.tensor(3.0, dtype=torch.float64)), "head": torch.nn.Parameter(torch.tensor(5.0, dtype=torch.float64))})
        optimizer = torch.optim.SGD(schedule.parameter_groups(model), lr=1.0, momentum=0.9, nesterov=sys.argv[2] == "True")
        for step in range(steps):
            schedule.set_step(optimizer, step, steps)
            optimizer.zero_grad()
            (((model["conv"] - 1) ** 2 + (model["head"] + 2) ** 2) / 2).backward()
            torch.nn.utils.clip_grad_value_(model.parameters(), 1.5)
            optimizer.step()
            print(repr(model["conv"].item()), repr(model["head"].item()))
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Schedule_ForPytorch_TrainsAsTheStudyDoes(bool nesterov)
    {
        ExportedSchedule schedule = Schedule() with { Optimiser = nesterov ? Optimiser.Nesterov : Optimiser.Sgd };
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["schedule.py"], ScheduleExport.Write(schedule, ExportFormat.Pytorch));
        File.WriteAllText(folder["train.py"], Train);

        string[] said = Python(folder.Path, "train.py", Steps.ToString(CultureInfo.InvariantCulture), nesterov ? "True" : "False");

        Assert.Equal(Steps, said.Length);
        double[] weights = [3, 5];
        double[] velocities = [0, 0];
        double[] targets = [1, -2];
        for (int step = 0; step < Steps; step++)
        {
            double[] found = [.. said[step].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
            for (int i = 0; i < weights.Length; i++)
            {
                double Of(HyperparameterKind kind) => WindowSpan.PerStep(WindowSpan.Of(schedule.Groups[i].Values[kind], Steps))[step];
                double gradient = Math.Clamp(weights[i] - targets[i], -1.5, 1.5) + (Of(HyperparameterKind.WeightDecay) * weights[i]);
                velocities[i] = (Of(HyperparameterKind.Momentum) * velocities[i]) + gradient;
                weights[i] -= Of(HyperparameterKind.LearningRate) * (nesterov ? gradient + (Of(HyperparameterKind.Momentum) * velocities[i]) : velocities[i]);
                Assert.Equal(weights[i], found[i], 1e-12);
            }
        }
    }

    [Fact]
    public void ScheduleOfAdamW_ForPytorch_TrainsAsTheStudyDoes()
    {
        ExportedSchedule schedule = ScheduleOfAdamW();
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["schedule.py"], ScheduleExport.Write(schedule, ExportFormat.Pytorch));
        File.WriteAllText(folder["train.py"], Train.Replace("torch.optim.SGD(schedule.parameter_groups(model), lr=1.0, momentum=0.9, nesterov=sys.argv[2] == \"True\")", "torch.optim.AdamW(schedule.parameter_groups(model), lr=1.0)", StringComparison.Ordinal));

        string[] said = Python(folder.Path, "train.py", Steps.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(Steps, said.Length);
        double[] weights = [3, 5];
        double[] means = [0, 0];
        double[] squares = [0, 0];
        double[] targets = [1, -2];
        for (int step = 0; step < Steps; step++)
        {
            double[] found = [.. said[step].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
            for (int i = 0; i < weights.Length; i++)
            {
                double Of(HyperparameterKind kind) => WindowSpan.PerStep(WindowSpan.Of(schedule.Groups[i].Values[kind], Steps))[step];
                (double beta1, double beta2) = (Of(HyperparameterKind.Beta1), Of(HyperparameterKind.Beta2));
                double gradient = Math.Clamp(weights[i] - targets[i], -1.5, 1.5);
                means[i] = (beta1 * means[i]) + ((1 - beta1) * gradient);
                squares[i] = (beta2 * squares[i]) + ((1 - beta2) * gradient * gradient);
                double direction = means[i] / (1 - Math.Pow(beta1, step + 1)) / (Math.Sqrt(squares[i] / (1 - Math.Pow(beta2, step + 1))) + 1e-8);
                weights[i] -= Of(HyperparameterKind.LearningRate) * (direction + (Of(HyperparameterKind.WeightDecay) * weights[i]));
                Assert.Equal(weights[i], found[i], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("Pytorch", false)]
    [InlineData("Pytorch", true)]
    [InlineData("Optax", false)]
    [InlineData("Optax", true)]
    [InlineData("Keras", false)]
    [InlineData("Keras", true)]
    public void Schedule_ForPython_IsAProgram(string named, bool adam)
    {
        ExportFormat format = Enum.Parse<ExportFormat>(named);
        ExportedSchedule schedule = adam ? ScheduleOfAdamW() : Schedule();
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["schedule.py"], ScheduleExport.Write(schedule with { Groups = format == ExportFormat.Keras ? [schedule.Groups[0]] : schedule.Groups }, format));

        Python(folder.Path, "-m", "py_compile", "schedule.py");
    }

    [Fact]
    public void ScheduleOfLabelSmoothing_ForPytorch_HasTheValueOfEveryStep()
    {
        ExportedSchedule schedule = Smoothed(Schedule());
        using TemporaryFolder folder = new();
        string text = ScheduleExport.Write(schedule, ExportFormat.Pytorch);
        File.WriteAllText(folder["schedule.py"], text);
        File.WriteAllText(folder["values.py"], "import schedule\nfor step in range(10):\n    print(repr(schedule.value(\"labelSmoothing\", step, 10)))\n");

        string[] said = Python(folder.Path, "values.py");

        Assert.Equal(["0.1", "0.1", "0.1", "0.1", "0.1", "0.3", "0.3", "0.3", "0.3", "0.3"], said);
        Assert.Contains("cross_entropy(..., label_smoothing=value(\"labelSmoothing\", step, steps)).backward()", text, StringComparison.Ordinal);
        Assert.Contains("label_smoothing: LearnedSchedules.LabelSmoothing(step, steps)", ScheduleExport.Write(schedule, ExportFormat.TorchSharp), StringComparison.Ordinal);
        Assert.Contains("optax.smooth_labels(jax.nn.one_hot(classes, count), value(\"labelSmoothing\", step, steps))", ScheduleExport.Write(schedule, ExportFormat.Optax), StringComparison.Ordinal);
        ExportedSchedule constant = schedule with { Groups = [schedule.Groups[0] with { Values = schedule.Groups[0].Values with { LabelSmoothing = [0.1, 0.1] } }] };
        Assert.Null(ScheduleExport.Complaint(constant, ExportFormat.Keras));
        Assert.Contains("label_smoothing=0.1)", ScheduleExport.Write(constant, ExportFormat.Keras), StringComparison.Ordinal);
        foreach ((ExportedSchedule which, ExportFormat format) in ((ExportedSchedule, ExportFormat)[])[(schedule, ExportFormat.Optax), (constant, ExportFormat.Keras)])
        {
            File.WriteAllText(folder["other.py"], ScheduleExport.Write(which, format));
            Python(folder.Path, "-m", "py_compile", "other.py");
        }

        Assert.Contains("Keras has one label smoothing", ScheduleExport.Complaint(schedule with { Groups = [schedule.Groups[0]] }, ExportFormat.Keras)!, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedule_AsValues_HasEveryValueAndIsReadAgain()
    {
        ExportedSchedule schedule = Schedule();

        Assert.Equal(
            [
                "group,hyperparameter,window,windows,value",
                "conv,learningRate,0,3,0.1", "conv,learningRate,1,3,0.05", "conv,learningRate,2,3,0.01", "conv,momentum,0,3,0.5", "conv,momentum,1,3,0", "conv,momentum,2,3,0.8", "conv,weightDecay,0,1,0.001",
                "rest,learningRate,0,1,0.2", "rest,momentum,0,3,0.5", "rest,momentum,1,3,0", "rest,momentum,2,3,0.8", "rest,weightDecay,0,1,0.001",
            ],
            ScheduleExport.Write(schedule, ExportFormat.Csv).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"gradientClamp\": 1.5", ScheduleExport.Write(schedule, ExportFormat.Json), StringComparison.Ordinal);
        Assert.Contains("Keras has one optimiser", ScheduleExport.Complaint(schedule, ExportFormat.Keras)!, StringComparison.Ordinal);
    }

    /// <summary>A result folder may come from anybody.</summary>
    [Fact]
    public void Schedule_WithNamesThatAreCode_IsText()
    {
        ExportedSchedule schedule = Schedule();
        ExportedSchedule odd = schedule with { Groups = [schedule.Groups[0] with { Name = "a\": print('x') #\n", Parameters = ["\"); evil("] }] };

        Assert.Contains("\"a\\u0022: print(\\u0027x\\u0027) #\\n\": {", ScheduleExport.Write(odd, ExportFormat.Pytorch), StringComparison.Ordinal);
        Assert.DoesNotContain("\n\"); evil(", ScheduleExport.Write(odd, ExportFormat.TorchSharp), StringComparison.Ordinal);
    }

    [Fact]
    public void Schedule_OfAResultFolder_IsRead()
    {
        StudyResult result = Samples.Result();

        ExportedSchedule schedule = ExportedSchedule.Parse(MachineFormats.Json(ScheduleFile.Of(result)), SmallStudy.Yaml("exported"));

        Assert.Equal("exported", schedule.Study);
        Assert.Equal(result.Learned.LearningRate, Assert.Single(schedule.Groups).Values.LearningRate);
        ConsoleException fault = Assert.Throws<ConsoleException>(() => ExportedSchedule.Parse("{}", SmallStudy.Yaml("exported")));
        Assert.Equal(ExitCodes.Usage, fault.ExitCode);
        Assert.Contains("schedule.json is none of a study", fault.Message, StringComparison.Ordinal);
    }

    private static ExportedSchedule Schedule() => new("sample", 30, Optimiser.Sgd, GradientClamp: 1.5,
    [
        new("conv", ["conv*"], Values([0.1, 0.05, 0.01])),
        new("rest", ["*"], Values([0.2])),
    ]);

    private static ExportedSchedule Smoothed(ExportedSchedule schedule) => schedule with
    {
        Groups = [.. schedule.Groups.Select(group => group with { Values = group.Values with { LabelSmoothing = [0.1, 0.3], Smooths = true } })],
    };

    private static ExportedSchedule ScheduleOfAdamW() => new("sample", 30, Optimiser.AdamW, GradientClamp: 1.5,
    [
        new("conv", ["conv*"], ValuesOfAdamW([0.1, 0.05, 0.01])),
        new("rest", ["*"], ValuesOfAdamW([0.2])),
    ]);

    private static KindMap<ImmutableArray<double>> ValuesOfAdamW(ImmutableArray<double> learningRate) => KindMap.Of<ImmutableArray<double>>(HyperparameterKinds.OfAdam, kind => kind switch
    {
        HyperparameterKind.LearningRate => learningRate,
        HyperparameterKind.Beta1 => [0.5, 0.9],
        HyperparameterKind.Beta2 => [0.9, 0.99, 0.95],
        _ => [0.1],
    });

    private static KindMap<ImmutableArray<double>> Values(ImmutableArray<double> learningRate) => new() { LearningRate = learningRate, Momentum = [0.5, 0, 0.8], WeightDecay = [0.001] };

    private static string[] Python(string folder, params string[] arguments)
    {
        PythonRun run = PythonRun.Of(folder, arguments);
        if (run.Missing is { } missing)
        {
            Assert.Skip(missing);
        }

        Assert.Null(run.Fault);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
