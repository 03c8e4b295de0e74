// Distributions as they are written: numbers, kinds, columns of CSV files; and what is said of bad ones.

#include <catch2/catch.hpp>

#include "experiments/distribution_form.hpp"
#include "tests/experiments/toy_reading.hpp"

using namespace stampede;

namespace {

InputFiles csv_files()
{
    InputFiles files;
    files.embed("usd.csv", "# source: made up\nusd,name\n10,a\n20,b\n30,\"c, d\"\n");
    files.embed("classes.csv", "from,to,accounts\n0,1,5\n1,10,6\n10,1e3,7\n");
    files.embed("gap.csv", "from,to,accounts\n0,1,5\n2,10,6\n");
    files.embed("word.csv", "usd\n10\nmany\n");
    files.embed("nan.csv", "usd\n10\nnan\n");
    files.embed("ragged.csv", "usd,name\n10,a\n20\n");
    files.embed("quote.csv", "usd\n\"10\n");
    files.embed("header.csv", "usd\n");
    files.embed("empty.csv", "");
    return files;
}

std::string experiment_with(std::string const& balance)
{
    return R"({"agents": {"a": {"kind": "retail_user", "balance": )" + balance + "}}}";
}

nlohmann::json written_back(std::string const& balance)
{
    Problems problems{"toy.json"};
    toy::Experiment experiment = toy::read(experiment_with(balance), problems, csv_files());
    CAPTURE(problems.none() ? "" : problems.message());
    REQUIRE(problems.none());
    return write_fields(visit_of(experiment))["agents"]["a"]["balance"];
}

}  // namespace

TEST_CASE("every kind of distribution is read and written back", "[experiments][distribution]")
{
    auto const [text, written] = GENERATE(table<std::string, std::string>({
        {"5", "5"},
        {R"({"kind": "constant", "value": 5})", "5"},
        {R"({"kind": "uniform", "low": 0, "high": 2})",
         R"({"high": 2, "kind": "uniform", "low": 0, "sample": "random"})"},
        {R"({"kind": "lognormal", "median": 1000, "sigma": 2.5, "sample": "stratified"})",
         R"({"kind": "lognormal", "median": 1000, "sample": "stratified", "sigma": 2.5})"},
        {R"({"kind": "pareto", "minimum": 10, "exponent": 1.1})",
         R"({"exponent": 1.1, "kind": "pareto", "minimum": 10, "sample": "random"})"},
        {R"({"kind": "beta", "a": 2, "b": 5})", R"({"a": 2, "b": 5, "kind": "beta", "sample": "random"})"},
        {R"({"kind": "quantiles", "probabilities": [0, 0.5, 1], "values": [1, 2, 9]})",
         R"({"kind": "quantiles", "origin": "", "probabilities": [0, 0.5, 1], "sample": "random", "values": [1, 2, 9]})"},
        {R"({"kind": "histogram", "edges": [0, 1, 10], "weights": [3, 4]})",
         R"({"edges": [0, 1, 10], "kind": "histogram", "origin": "", "sample": "random", "weights": [3, 4]})"},
        {R"({"kind": "histogram", "file": "classes.csv", "from": "from", "to": "to", "weight": "accounts"})",
         R"({"edges": [0, 1, 10, 1000], "kind": "histogram", "origin": "classes.csv: from, to, accounts",
             "sample": "random", "weights": [5, 6, 7]})"},
        {R"({"kind": "column", "file": "usd.csv", "column": "usd"})",
         R"({"kind": "column", "origin": "usd.csv: usd", "sample": "random", "values": [10, 20, 30]})"},
    }));
    CAPTURE(text);
    CHECK(written_back(text) == nlohmann::json::parse(written));
    CHECK(written_back(written) == nlohmann::json::parse(written));
}

TEST_CASE("a normal distribution may reach below a range that it does not know", "[experiments][distribution]")
{
    CHECK(written_back(R"({"kind": "normal", "mean": 5, "sd": 1})")["sd"] == 1);
}

TEST_CASE("what is wrong with a distribution or its file is said", "[experiments][distribution]")
{
    auto const [balance, line] = GENERATE(table<std::string, std::string>({
        {R"("much")",
         "/agents/a/balance = \"much\"   must be a number or a distribution ({\"kind\": ...}), not a text: what a user "
         "holds"},
        {"-5", "/agents/a/balance = -5   must be >= 0 USD: what a user holds"},
        {R"({"median": 5})",
         "/agents/a/balance/kind   is missing: one of constant, uniform, normal, lognormal, pareto, beta, quantiles, "
         "histogram, column"},
        {R"({"kind": "log_normal"})",
         "/agents/a/balance/kind = \"log_normal\"   unknown distribution; did you mean \"lognormal\"?"},
        {R"({"kind": "uniform", "low": 1})",
         "/agents/a/balance = {\"kind\":\"uniform\",\"low\":1}   uniform needs \"high\", the largest value"},
        {R"({"kind": "uniform", "low": 3, "high": 2})",
         "/agents/a/balance = {\"high\":2,\"kind\":\"uniform\",\"low\":3}   uniform: low = 3 must not exceed high = 2"},
        {R"({"kind": "uniform", "low": -3, "high": 2})",
         "/agents/a/balance = {\"high\":2,\"kind\":\"uniform\",\"low\":-3}   reaches -3; must be >= 0 USD: what a user "
         "holds"},
        {R"({"kind": "beta", "a": 2, "c": 1, "b": 1})",
         "/agents/a/balance/c = 1   unknown name; one of kind, a, b, sample"},
        {R"({"kind": "column"})",
         "/agents/a/balance = {\"kind\":\"column\"}   column needs \"values\", or \"file\" and its columns"},
        {R"({"kind": "column", "file": "usd.csv"})",
         "/agents/a/balance/file = \"usd.csv\"   column needs \"column\", the column of the values"},
        {R"({"kind": "column", "file": "usd.csv", "values": [1]})",
         "/agents/a/balance/file = \"usd.csv\"   has both \"file\" and \"values\""},
        {R"({"kind": "column", "file": "eur.csv", "column": "eur"})",
         "/agents/a/balance/file = \"eur.csv\"   no such file"},
        {R"({"kind": "column", "file": "usd.csv", "column": "us"})",
         "/agents/a/balance/file = \"usd.csv\"   usd.csv has no column \"us\"; did you mean \"usd\"?"},
        {R"({"kind": "column", "file": "word.csv", "column": "usd"})",
         "/agents/a/balance/file = \"word.csv\"   word.csv line 3: \"many\" in column \"usd\" is not a finite number"},
        {R"({"kind": "column", "file": "nan.csv", "column": "usd"})",
         "/agents/a/balance/file = \"nan.csv\"   nan.csv line 3: \"nan\" in column \"usd\" is not a finite number"},
        {R"({"kind": "column", "file": "ragged.csv", "column": "usd"})",
         "/agents/a/balance/file = \"ragged.csv\"   ragged.csv line 3: 1 cells, the header has 2"},
        {R"({"kind": "column", "file": "quote.csv", "column": "usd"})",
         "/agents/a/balance/file = \"quote.csv\"   quote.csv line 2: a quote is left open"},
        {R"({"kind": "column", "file": "header.csv", "column": "usd"})",
         "/agents/a/balance/file = \"header.csv\"   header.csv has no rows"},
        {R"({"kind": "column", "file": "empty.csv", "column": "usd"})",
         "/agents/a/balance/file = \"empty.csv\"   empty.csv has no header line"},
        {R"({"kind": "histogram", "file": "gap.csv", "from": "from", "to": "to", "weight": "accounts"})",
         "/agents/a/balance/file = \"gap.csv\"   gap.csv line 2: the class ends at 1, the next begins at 2"},
    }));
    CAPTURE(balance);
    CHECK(toy::only_line(toy::complaint(experiment_with(balance), csv_files())) == line);
}

TEST_CASE("a distribution in words", "[experiments][distribution]")
{
    CHECK(distribution_text(Distribution::constant(0.5)) == "0.5");
    CHECK(distribution_text(Distribution::normal(0, 2)) == "normal(0, 2)");
    Distribution classes = Distribution::histogram({0, 1, 10}, {3, 4});
    classes.set_origin("accounts.csv: from, to, accounts");
    classes.set_stratified(true);
    CHECK(distribution_text(classes) == "histogram of 2 classes (accounts.csv: from, to, accounts), stratified");
}
