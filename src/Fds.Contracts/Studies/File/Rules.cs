using System.Text.RegularExpressions;

namespace Fds.Contracts.Studies.File;

/// <summary>The rules that are more than bounds.</summary>
internal static partial class Rules
{
    public static ValueRule<string> Name { get; } = new TextRule($"a DNS label: lower-case letters, digits and '-', at most {StudyName.Longest} characters", StudyName.Label(), "study", longest: StudyName.Longest, hint: NameHint);

    public static ValueRule<string> Path { get; } = new TextRule("a path", AnyText(), "data");

    public static ValueRule<string> File { get; } = new TextRule("a file", AnyText(), "model.pt");

    public static ValueRule<string> Type { get; } = new TextRule("a type with its namespace, e.g. My.Models.Net", AnyText(), "My.Models.Net", longest: 1000);

    public static ValueRule<string> Column { get; } = new TextRule("a column: its name, or where the file has no header its number", AnyText(), "price", longest: 200);

    public static ValueRule<TableSeparator> Separator { get; } = Names<TableSeparator>();

    public static ValueRule<TrainingLoss> Loss { get; } = Choice(("cross-entropy", TrainingLoss.CrossEntropy), ("mse", TrainingLoss.SquaredError), ("own", TrainingLoss.Own));

    public static ValueRule<string> Pattern { get; } = new TextRule("a pattern of parameter names, e.g. conv1.* or *.bias", ParameterPattern(), "*", longest: 200);

    public static ValueRule<string> ModelName { get; } = new TextRule(
        "mlp, lenet, lenet-bn, gpt, torchscript, module, quadratic or wrn-DEPTH-WIDEN with DEPTH 10, 16, 22, … 100 and WIDEN 1 to 20", Model(), "mlp", longest: 16,
        name => NearestName.Hint(name, ["mlp", "lenet", "lenet-bn", "wrn-16-1", "wrn-40-2", ModelSpecification.Transformer, ModelSpecification.TorchScript, ModelSpecification.Module, ModelSpecification.Quadratic]));

    public static ValueRule<string> DataName { get; } = new ChoiceRule<string>(
        Named("glyphs", "mnist", "fashion-mnist", "cifar-10", "cifar-100", "images", DataSpecification.Arrays, DataSpecification.Table, DataSpecification.Text, ModelSpecification.Quadratic),
        new Dictionary<string, string> { ["svhn"] = "is not available in this version: there is no well-maintained reader of its .mat files" });

    public static ValueRule<StudyMethod> Method { get; } = Names<StudyMethod>();

    public static ValueRule<GreedyForm> GreedyForm { get; } = Names<GreedyForm>();

    public static ValueRule<Initialisation> Initialisation { get; } = Names<Initialisation>();

    public static ValueRule<HypergradientAverage> Average { get; } = Names<HypergradientAverage>();

    public static ValueRule<OuterRule> OuterRule { get; } = Names<OuterRule>();

    public static ValueRule<ValueScale> Scale { get; } = Names<ValueScale>();

    public static ValueRule<ScheduleShape> ScheduleShape { get; } = Choice([.. ScheduleShapes.All.Select(shape => (shape.Word(), shape))]);

    public static ValueRule<SearchSpaceKind> SearchSpace { get; } = Names<SearchSpaceKind>();

    public static ValueRule<Precision> Precision { get; } = Names<Precision>();

    public static ValueRule<CurvatureEngine> Engine { get; } = Choice(
        ("tangent", CurvatureEngine.Tangent), ("autograd", CurvatureEngine.Autograd), ("finite-difference", CurvatureEngine.FiniteDifference));

    public static ValueRule<HypergradientMode> Mode { get; } = Names<HypergradientMode>();

    public static ValueRule<Optimiser> Optimiser { get; } = Names<Optimiser>();

    public static ValueRule<ReverseMemory> ReverseMemory { get; } = Names<ReverseMemory>();

    public static ValueRule<PruningMode> PruningMode { get; } = Names<PruningMode>();

    public static ValueRule<PopulationStart> PopulationStart { get; } = Names<PopulationStart>();

    public static ValueRule<double?> Clamp { get; } = new OptionalRule<double>(new NumberRule(0, 1e9, openMinimum: true));

    public static ValueRule<T> Choice<T>(params (string Name, T Value)[] choices)
        where T : notnull => new ChoiceRule<T>(choices.ToDictionary(choice => choice.Name, choice => choice.Value));

    private static string NameHint(string name)
    {
        string likely = NoLabel().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-');
        return name.Length > StudyName.Longest ? $" It has {name.Length}." : likely.Length > 0 && likely != name ? $" Did you mean '{likely}'?" : "";
    }

    private static Dictionary<string, string> Named(params string[] names) => names.ToDictionary(name => name);

    private static ChoiceRule<T> Names<T>()
        where T : struct, Enum => new(Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant()));

    [GeneratedRegex("^[A-Za-z0-9_.*?-]+$")]
    private static partial Regex ParameterPattern();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoLabel();

    [GeneratedRegex("^[^\\x00-\\x1f]+$")]
    private static partial Regex AnyText();

    [GeneratedRegex("^(mlp|lenet|lenet-bn|gpt|torchscript|module|quadratic|wrn-(10|16|22|28|34|40|46|52|58|64|70|76|82|88|94|100)-([1-9]|1[0-9]|20))$")]
    private static partial Regex Model();
}
