// Text that is no JSON, or no JSON that may be read: the place, and the reason in plain words.

#include <catch2/catch.hpp>

#include "experiments/json_text.hpp"
#include "tests/experiments/toy_reading.hpp"

using namespace stampede;

TEST_CASE("a text that is no JSON is refused with its place", "[experiments][json]")
{
    auto const [text, line] = GENERATE(table<std::string, std::string>({
        {"", "line 1, column 1   the file is empty"},
        {"[]", "line 1, column 1 = []   must be an object, not a list"},
        {"5", "line 1, column 1 = 5   must be an object, not a number"},
        {"{\n  \"seed\": 1", "line 2, column 12   the text ends before the object is closed"},
        {"{\"seed\": 1}}", "line 1, column 12   unexpected }"},
        {"{\"seed\": 1,}", "line 1, column 12   a comma may not stand before }"},
        {"{\"seed\": tru}", "line 1, column 10   unexpected tru"},
        {"{\"seed\": 01}", "line 1, column 10   unexpected 01"},
        {"{seed: 1}", "line 1, column 2   unexpected seed"},
        {"{'seed': 1}", "line 1, column 2   texts and names need double quotes"},
        {"{\"seed\": 1} // one", "line 1, column 13   JSON has no comments"},
        {"{\"seed\": \"a", "line 1, column 11   a text is not closed"},
        {"{\"seed\": \"a\nb\"}",
         "line 1, column 11   a text may not run over the end of a line, nor hold control characters"},
        {"{\"seed\": \"\\q\"}",
         "line 1, column 12   a backslash in a text is followed by something that JSON does not know"},
        {"{\"seed\": \"\xff\"}", "line 1, column 11   not UTF-8 text"},
        {"\x89HDF\r\n\x1a\n", "line 1, column 1   this is an HDF5 file, not JSON; \"stampede inspect\" reads results"},
        {"{\"assets\": {\"BTC\": {\"price\": NaN}}}",
         "/assets/BTC/price = NaN   JSON has no such number (line 1, column 30)"},
        {"{\"assets\": {\"BTC\": {\"price\": -Infinity}}}",
         "/assets/BTC/price = -Infinity   JSON has no such number (line 1, column 30)"},
        {"{\"institutions\": {\"FTX\": {\"tiers\": [1, nan]}}}",
         "/institutions/FTX/tiers/1 = nan   JSON has no such number (line 1, column 40)"},
        {"{\"seed\": 1e999}", "/seed = 1e999   number too large (line 1, column 10)"},
        {"{\"seed\": 1, \"seed\": 2}", "/seed   name given twice in the same object"},
        {"{\"a/b\": [{\"x~\": 1, \"x~\": 2}]}", "/a~1b/0/x~0   name given twice in the same object"},
    }));
    CAPTURE(text);
    Problems problems{"toy.json"};
    static_cast<void>(parse_json(text, "", problems));
    REQUIRE(problems.all().size() == 1);
    CHECK(toy::only_line(problems.message()) == line);
}

TEST_CASE("a problem in a file that was extended names the file", "[experiments][json]")
{
    Problems problems{"toy.json"};
    CHECK(parse_json("{\"seed\": }", "base.json", problems).is_null());
    CHECK(toy::only_line(problems.message()) == "base.json line 1, column 10   unexpected }");
}

TEST_CASE("deep nesting is refused before it can exhaust anything", "[experiments][json]")
{
    std::string const deep(100'000, '[');
    Problems problems{"toy.json"};
    CHECK(parse_json("{\"a\": " + deep, "", problems).is_null());
    REQUIRE(problems.all().size() == 1);
    CHECK(problems.all()[0].text == "nested deeper than 64 levels");
    CHECK(parse_value(deep) == deep);  // on the command line it is a text
}

TEST_CASE("a value from the command line is JSON, or else the text itself", "[experiments][json]")
{
    CHECK(parse_value("0.5") == 0.5);
    CHECK(parse_value("\"0.5\"") == "0.5");
    CHECK(parse_value("{\"kind\": \"none\"}") == nlohmann::json{{"kind", "none"}});
    CHECK(parse_value("6h") == "6h");
    CHECK(parse_value("NaN") == "NaN");
    CHECK(parse_value("") == "");
}

TEST_CASE("values are shown on one line of bounded length", "[experiments][json]")
{
    CHECK(shown(nlohmann::json{{"a", {1, 2}}}) == "{\"a\":[1,2]}");
    std::string const cut = shown(std::string(50, 'x'));
    CHECK(cut == "\"" + std::string(44, 'x') + "...");
    CHECK(shown(std::string(43, 'x') + "\xc3\xa4" + std::string(9, 'x')) == "\"" + std::string(43, 'x') + "...");
}

TEST_CASE("whole numbers are written without a decimal point and others read back the same", "[experiments][json]")
{
    CHECK(number_json(200000).dump() == "200000");
    CHECK(number_json(-3).dump() == "-3");
    CHECK(number_json(0.1).dump() == "0.1");
    double const odd = GENERATE(1.0 / 3, 1e300, 5e-324, 2.2250738585072014e-308, 9007199254740993.0, 6.02214076e23);
    CHECK(nlohmann::json::parse(number_json(odd).dump()).get<double>() == odd);
}
