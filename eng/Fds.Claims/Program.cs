using System.Collections.Immutable;
using Fds.Claims;

const string Usage = """
    Says which claims of docs/evidence.md hold, and which no longer do.

      eng/claims                     those that tests show, by the reports of the last ./test
      eng/claims NAME…               these, by running what shows them
      eng/claims --all               all of them: every test, every benchmark and every study
      eng/claims --list              their names, how long each takes and what shows it
      eng/claims NAME --from FOLDER  one that a study shows, by the result folder of a run of it
      eng/claims --table FOLDER      a comparison's tables, for the README and its report, from a result folder
      eng/claims --write FOLDER      puts them there, and into eng/claims.tsv
      eng/claims --evidence          the table of docs/evidence.md, from eng/claims.tsv

    Exit code: 0 where none was refuted, 1 where one no longer holds, 2 where the command line is wrong.
    """;

string root = Path.GetFullPath(args[0]);
args = args[1..];
Runner runner = new(root);
ImmutableArray<Claim> claims = ClaimFile.Read(Path.Combine(root, "eng", "claims.tsv"));
Claim comparison = claims.Single(claim => claim.Rows.Length > 0);
string[] unknown = [.. args.Where((name, index) => !name.StartsWith("--", StringComparison.Ordinal) && (index == 0 || args[index - 1] is not ("--from" or "--table" or "--write")) && claims.All(claim => claim.Name != name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"claims: there is no claim '{unknown[0]}'; there are {string.Join(", ", claims.Select(claim => claim.Name))}");
    return 2;
}

Claim Named(string name) => claims.Single(claim => claim.Name == name);

switch (args)
{
    case []:
        return Tell(claims, claim => claim.Tests is null ? new(null, $"it takes {claim.Takes}: eng/claims {claim.Name}") : Judge.OfTests(claim, runner.LastTests));
    case ["--all"]:
        runner.RunAllTests();
        ImmutableArray<TestOutcome> outcomes = runner.LastTests;
        return Tell(claims, claim => claim.Tests is null ? runner.Run(claim) : Judge.OfTests(claim, outcomes));
    case ["--list"]:
        foreach (Claim claim in claims)
        {
            Console.WriteLine($"{claim.Name,-16}  {claim.Takes,-14}  {claim.Command}");
        }

        return 0;
    case ["--evidence"]:
        Console.WriteLine(string.Join('\n', claims.Select(claim => claim.EvidenceRow).OfType<string>()));
        return 0;
    case ["--table", var folder]:
        ImmutableArray<ComparisonRow> rows = ComparisonRow.Of(folder);
        string[] tables = [ComparisonRow.ReadmeHeader, "| --- | ---: | ---: | ---: | ---: |", .. ComparisonRow.Readme(rows), "", ComparisonRow.ReportHeader, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", .. ComparisonRow.Report(rows)];
        Console.WriteLine(string.Join('\n', tables));
        return 0;
    case ["--write", var folder]:
        Pages.Write(root, comparison, ComparisonRow.Of(folder));
        return 0;
    case [var name, "--from", var folder]:
        return Tell([Named(name)], claim => Judge.Of(claim, "", folder, runner.Page, $"by {folder}"));
    case var options when options.Any(option => option.StartsWith('-')):
        Console.Error.WriteLine(Usage);
        return args.Any(option => option is "--help" or "-h") ? 0 : 2;
    default:
        return Tell([.. args.Select(Named)], runner.Run);
}

static int Tell(IEnumerable<Claim> claims, Func<Claim, Verdict> judge)
{
    bool refuted = false;
    foreach (Claim claim in claims)
    {
        Verdict verdict = judge(claim);
        Console.WriteLine(verdict.Line(claim.Name));
        refuted |= verdict.Holds == false;
    }

    return refuted ? 1 : 0;
}
