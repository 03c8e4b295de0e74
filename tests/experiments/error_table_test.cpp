// Every class of bad input has its own message and exit code, and leaves nothing behind.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/experiments/command.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

std::string text_of(std::filesystem::path const& file)
{
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> names_in(std::filesystem::path const& folder)
{
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator{folder})
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// Runs the lender with one thing wrong. The messages name the folder, which is taken out.
Ran run_wrong(TemporaryFolder const& folder, std::string const& text, std::vector<std::string> more = {})
{
    std::filesystem::path const file = folder.write("lender.json", text);
    std::vector<std::string> arguments{"run", file.string(), "--out", (folder.path() / "out.h5").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Ran ran = command(arguments);
    std::string const prefix = folder.path().string();
    for (std::string const& gone : {prefix + "/", prefix})
        for (std::size_t at; (at = ran.messages.find(gone)) != std::string::npos;)
            ran.messages.erase(at, gone.size());
    return ran;
}

struct Wrong {
    std::string name;          ///< class of the error
    std::string old, changed;  ///< what is replaced in the file
    std::string line;          ///< the line that tells of it
};

std::vector<Wrong> const wrongs = {
    {"misspelt name", R"("hot")", R"("hott")",
     R"(  /institutions/Lender/hott = 0.1   unknown name; did you mean "hot"?)"},
    {"wrong type", R"("hot": 0.1)", R"("hot": "much")",
     R"(  /institutions/Lender/hot = "much"   must be a number, not a text: hot storage as a share of client claims, asset by asset)"},
    {"out of range", R"("haircut": 0.02)", R"("haircut": 1.5)",
     R"(  /institutions/Lender/placements/loans/haircut = 1.5   must lie in [0, 1]: part of the value lost when sold)"},
    {"claims beyond counting", R"("total_usd": 6e6)", R"("total_usd": 1e13)",
     R"(  /assets  number 2 by name: accounts at one institution hold more than 2^62 smallest units of it at the start; use fewer decimals)"},
    {"endless time", R"("cold_lag": "6h")", R"("cold_lag": "1000000000d")",
     R"(  /institutions/Lender/cold_lag = "1000000000d"   must be below ten thousand years: )"},
    {"duplicate key", R"("seed": 11)", R"("seed": 11, "seed": 12)", R"(  /seed   name given twice in the same object)"},
    {"not a number", R"("hot": 0.1)", R"("hot": NaN)",
     R"(  /institutions/Lender/hot = NaN   JSON has no such number (line 10, column 41))"},
    {"infinity", R"("hot": 0.1)", R"("hot": 1e999)",
     R"(  /institutions/Lender/hot = 1e999   number too large (line 10, column 41))"},
    {"missing file", R"("prices.csv")", R"("price.csv")",
     R"(  /assets/BTC/path/file = "price.csv"   no such file; looked in )"},
    {"missing column", R"("price_column": "btc")", R"("price_column": "eth")",
     R"(  /assets/BTC/path/file = "prices.csv"   prices.csv has no column "eth"; one of hour, btc)"},
    {"unknown reference", R"("venue": "Lender", "coins")", R"("venue": "Lendr", "coins")",
     R"(  /agents/depositors/venue = "Lendr"   there is no such institution; did you mean "Lender"?)"},
    {"amount of nothing", R"("share": 0.7)", R"("share": 0.7, "amount": 5)",
     R"(  /institutions/Lender/placements/loans/asset   is missing: asset that "amount" is counted in)"},
    {"not a kind of institution", R"("hot": 0.1)", R"("kind": "outside", "hot": 0.1)",
     R"(  /institutions/Lender/kind = "outside"   unknown value; one of exchange, issuer, protocol, pool, bank, )"},
    {"not a date", R"("question")", R"("start": "12 May 2022", "question")",
     R"(  /start = "12 May 2022"   must be a date such as 2022-05-07 or 2022-05-07T06:00Z)"},
    {"not to be recorded", R"("question")", R"("record": ["seris"], "question")",
     R"(  /record/0 = "seris"   cannot be recorded; did you mean "series"?)"},
    {"edges that fall", R"("depth": 1e6)", R"("depth": 1e6, "edges": [0.02, 0.01], "profile": [1, 1])",
     R"(/edges = [0.02,0.01]   must be at least one distance, each above the one before)"},
    {"edges without densities", R"("depth": 1e6)", R"("depth": 1e6, "edges": [0.01, 0.02], "profile": [1])",
     R"(/profile = [1.0]   has 1 densities for 2 edges; give one for each)"},
    {"coin without supply", R"({"kind": "exchange"})", R"({"kind": "issuer", "issues": "BTC", "par": "USD"})",
     R"(  /assets/BTC/supply = 0   is missing: coins of "BTC" in the world, which its issuer owes)"},
    {"coin of a lender", R"("hot": 0.1)", R"("issues": "BTC", "par": "USD", "hot": 0.1)",
     R"(  /institutions/Lender/kind = "lender"   issues no coins; an issuer or a protocol does)"},
    {"coin that promises nothing", R"({"kind": "exchange"})", R"({"kind": "issuer", "issues": "BTC"})",
     R"(  /institutions/Exchange/par   is missing: asset of which one is promised for one of its coins)"},
    {"par without a coin", R"({"kind": "exchange"})", R"({"par": "USD"})",
     R"(  /institutions/Exchange/issues   is missing: coin of which par or sister token is told)"},
    {"coin that promises itself", R"({"kind": "exchange"})", R"({"kind": "issuer", "issues": "BTC", "par": "BTC"})",
     R"(  /institutions/Exchange/issues = "BTC"   a coin cannot promise itself)"},
    {"haircuts of nothing", R"({"kind": "exchange"})", R"({"haircut_rule": {"kind": "volatility_scaled"}})",
     R"(  /institutions/Exchange/collateral   is missing: haircut on each asset that it accepts, which the rule "volatility_scaled" moves)"},
    {"hours that end before they begin", R"("markets")",
     R"("mechanisms": {"redemption": {"hours": {"opens": "9h", "closes": "8h"}}}, "markets")",
     R"(  /mechanisms/redemption/hours/closes = "8h"   must be later than "opens", 9h after midnight)"},
    {"hours without a date", R"("markets")",
     R"("mechanisms": {"redemption": {"hours": {"weekends": false}}}, "markets")",
     R"(  /start   is missing: date of the start, as a window for coins has its hours)"},
    {"holders of nobody's coin",
     R"("kind": "retail_user", "count": 600, "venue": "Lender", "coins": {"BTC": 0.5, "USD": 0.5},
                   "total_usd": 6e6)",
     R"("kind": "coin_holder", "coin": "BTC", "venue": "Exchange")",
     R"(  /agents/depositors/coin = "BTC"  has no issuer; name it in the "issues" of an institution)"},
    {"self-loan", R"("markets")",
     R"("exposures": {"own": {"creditor": "Lender", "debtor": "Lender", "asset": "USD", "amount": 1}}, "markets")",
     R"(  /exposures/own/debtor = "Lender"   an institution cannot owe itself)"},
    {"pool without a quote", R"("markets")", R"("pools": {"P": {"coins": {"USD": 1, "BTC": 1}}}, "markets")",
     R"(  /pools/P/quote   is missing: which of its coins its prices are told in)"},
    {"pool of one coin", R"("markets")", R"("pools": {"P": {"coins": {"USD": 1}, "quote": "USD"}}, "markets")",
     R"(  /pools/P/coins   has 1 coins; a pool of kind "stableswap" holds 2 to 8)"},
    {"pool that is a venue", R"("markets")",
     R"("pools": {"Lender": {"coins": {"USD": 1, "BTC": 1}, "quote": "USD"}}, "markets")",
     R"(  /pools/Lender   is also the name of an institution; a pool is one, too: take another)"},
    {"coin that secures itself", R"("markets")",
     R"("protocols": {"P": {"collateral": "USD", "coin": "USD"}}, "markets")",
     R"(  /protocols/P/coin = "USD"   a coin cannot secure itself)"},
    {"coin of two makers",
     R"({"kind": "exchange"}
  },)",
     R"({"kind": "issuer", "issues": "BTC", "par": "USD"}}, "protocols": {"P": {"collateral": "USD", "coin": "BTC", "mints": true}},)",
     R"(  /protocols/P/mints = true   BTC is issued by Exchange; set it to false, or lend another coin)"},
    {"nothing to leave", R"("venue": "Lender", "coins")", R"("coins")",
     R"(  /agents/depositors/venue  is missing: where they have accounts)"},
    {"shock to nobody", R"("shocks": {)", R"("shocks": {"a bad day": {"kind": "failure"}, )",
     R"(  /shocks/a bad day/institution  is missing)"},
    {"extends cycle", R"("question")", R"("extends": "lender.json", "question")",
     R"(  /extends = "lender.json"   goes in a circle: lender.json -> lender.json)"},
    {"nothing to extend", R"("question")", R"("extends": "nothing.json", "question")",
     R"(  /extends = "nothing.json"   nothing.json: no such file)"},
    {"cut short", R"(  "shocks")", "", ""},
    {"foreign format", R"("stampede-experiment")", R"("other")",
     R"(  /format = "other"   must be "stampede-experiment")"},
    {"older version", R"("version": 1)", R"("version": 0)",
     R"(  /version = 0   is older than 1, the only version this program reads)"},
    {"newer version", R"("version": 1)", R"("version": 2)",
     R"(  /version = 2   is newer than 1, the only version this program reads)"},
};

}  // namespace

TEST_CASE("each class of bad input is told in one line, exits with 2 and leaves nothing", "[experiments][errors]")
{
    for (Wrong const& wrong : wrongs) {
        TemporaryFolder const folder;
        std::string text = text_of(write_lender(folder));
        std::size_t const at = text.find(wrong.old);
        REQUIRE(at != std::string::npos);
        if (wrong.name == "cut short")
            text.erase(at);
        else
            text.replace(at, wrong.old.size(), wrong.changed);
        Ran const ran = run_wrong(folder, text);
        CAPTURE(wrong.name, ran.messages);
        CHECK(ran.code == 2);
        CHECK(ran.data.empty());
        CHECK(ran.messages.starts_with("error: lender.json: "));
        CHECK(ran.messages.find("nothing was run\n") != std::string::npos);
        CHECK(ran.messages.find(wrong.line) != std::string::npos);
        CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
    }
}

TEST_CASE("all problems are told at once", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string text = text_of(write_lender(folder));
    for (auto const& [old, changed] :
         {std::pair{R"("hot")", R"("hott")"}, std::pair{R"("haircut": 0.02)", R"("haircut": 2)"},
          std::pair{R"("count": 600)", R"("count": -1)"}})
        text.replace(text.find(old), std::string{old}.size(), changed);
    Ran const ran = run_wrong(folder, text);
    CHECK(ran.messages.starts_with("error: lender.json: 3 problems, nothing was run\n"));
}

TEST_CASE("what only shows when balances are made is the user's error too", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string text = text_of(write_lender(folder));
    std::string const fiat = R"("decimals": 6, "price": 1)";
    text.replace(text.find(fiat), fiat.size(), fiat + R"(, "supply": 1000)");
    Ran const ran = run_wrong(folder, text);
    CHECK(ran.code == 2);
    CHECK(ran.messages.find("/assets/USD/supply = 1000  is less than the ") != std::string::npos);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
}

TEST_CASE("what no number of the books could hold is the user's error too", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string text = text_of(write_lender(folder));
    auto const [old, changed, told] = GENERATE(table<std::string, std::string, std::string>(
        {{R"("depth": 1e6)", R"("depth": 1e15)", "/depth  asks for "},
         {R"("hot": 0.1)", R"("hot": 0.1, "tokens": {"BTC": 2e8})",
          " USD; the books hold up to 4.6e+12 USD. Use smaller amounts, depths or prices."},
         {R"("hot": 0.1)", R"("hot": 0.1, "tokens": {"BTC": 1e300})",
          "/institutions/Lender/tokens/BTC = 1e+300  makes 2^62 smallest units of BTC or more; use fewer coins or "}}));
    text.replace(text.find(old), old.size(), changed);
    Ran const ran = run_wrong(folder, text);
    CAPTURE(ran.messages);
    CHECK(ran.code == 2);
    CHECK(ran.messages.find(told) != std::string::npos);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
}

TEST_CASE("bad tables are told with their line", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string const text = text_of(write_lender(folder));
    folder.write("prices.csv", "hour,btc\n0,30000\n1,abc\n");
    Ran const ran = run_wrong(folder, text);
    CHECK(ran.code == 2);
    CHECK(ran.messages.find(R"(prices.csv line 3: "abc" in column "btc" is not a finite number)") != std::string::npos);
}

TEST_CASE("settings that point nowhere are told like names in the file", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string const text = text_of(write_lender(folder));
    Ran const misspelt = run_wrong(folder, text, {"--set", "/agents/depositors/cout=5"});
    CHECK(misspelt.code == 2);
    CHECK(misspelt.messages.find(R"(  /agents/depositors/cout = 5   unknown name; did you mean "count"?)") !=
          std::string::npos);
    Ran const crooked = run_wrong(folder, text, {"--set", "agents=5"});
    CHECK(crooked.code == 2);
    CHECK(crooked.messages.find("  agents = 5   must be a JSON Pointer such as /agents/depositors/count") !=
          std::string::npos);
}

TEST_CASE("places that cannot be written to exit with 3", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    Ran const nowhere = command({"run", file, "--out", (folder.path() / "nowhere" / "out.h5").string()});
    CAPTURE(nowhere.messages);
    CHECK(nowhere.code == 3);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
}

TEST_CASE("files that are not ours exit with 3 where results are wanted, 2 where an experiment is",
          "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    Ran const foreign = command({"inspect", file});
    CHECK(foreign.code == 3);
    CHECK(foreign.messages.find("is not an HDF5 file") != std::string::npos);
    Ran const missing = command({"inspect", (folder.path() / "no.h5").string()});
    CHECK(missing.code == 3);
    CHECK(missing.messages.find("no.h5: no such file") != std::string::npos);
    Ran const nothing = command({"run", (folder.path() / "no.json").string()});
    CHECK(nothing.code == 2);
    CHECK(nothing.messages.find("no.json: no such file") != std::string::npos);
    Ran const unknown = command({"rum", file});
    CHECK(unknown.code == 2);
    CHECK(unknown.messages.find(R"(there is no command "rum"; did you mean "run"?)") != std::string::npos);
}
