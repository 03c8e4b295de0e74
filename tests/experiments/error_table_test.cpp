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

/// Runs the lender with one thing wrong. The messages name the folder, which is taken out.
Ran run_wrong(TemporaryFolder const& folder, std::string const& text, std::vector<std::string> more = {})
{
    std::filesystem::path const file = folder.write("lender.json", text);
    std::vector<std::string> arguments{"run", file.string(), "--out", (folder.path() / "out.h5").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Ran ran = command(arguments);
    ran.messages = without_folder(ran.messages, folder);
    return ran;
}

struct Wrong {
    std::string name;          ///< class of the error
    std::string old, changed;  ///< what is replaced in the file
    std::string lines;         ///< the lines that tell of it: the whole message but its first and last line
    std::string see;           ///< pages of the manual that the last line names; none: there is no such line
};

/// The whole message about a file: how many problems, each in a line, and what to read.
std::string message(Wrong const& wrong)
{
    auto const problems = std::ranges::count(wrong.lines, '\n') + 1;
    std::string text = "error: lender.json: " + std::to_string(problems) + " problem" + (problems == 1 ? "" : "s") +
                       ", nothing was run\n" + wrong.lines + "\n";
    if (wrong.see.empty())
        return text;
    std::string pages = "\"stampede " + wrong.see + '"';
    if (std::size_t const comma = pages.find(", "); comma != std::string::npos)
        pages.replace(comma, 2, "\", \"stampede ");
    return text + "See " + pages + " for every name, unit, range and default.\n";
}

std::vector<Wrong> const wrongs = {
    {"misspelt name", R"("hot")", R"("hott")",
     R"(  /institutions/Lender/hott = 0.1   unknown name; did you mean "hot"?)", "describe institutions"},
    {"wrong type", R"("hot": 0.1)", R"("hot": "much")",
     R"(  /institutions/Lender/hot = "much"   must be a number, not a text: hot storage as a share of client claims, asset by asset; of an issuer of coins also of those)",
     "describe institutions"},
    {"out of range", R"("haircut": 0.02)", R"("haircut": 1.5)",
     R"(  /institutions/Lender/placements/loans/haircut = 1.5   must lie in [0, 1]: part of the value lost when sold)",
     "describe institutions"},
    {"claims above holdings", R"("hot": 0.1)", R"("hot": 0.05)",
     R"(  /institutions/Lender   begins with claims above what it holds, an equity of -300000 USD, and fails in the first step; give it more "hot", "cold", "tokens" or "placements", or let it owe less in /exposures; if it is meant, say --insolvent)",
     "describe institutions"},
    {"claims beyond counting", R"("total_usd": 6e6)", R"("total_usd": 1e13)",
     R"(  /assets  number 2 by name: accounts at one institution hold more than 2^62 smallest units of it at the start; use fewer decimals)",
     ""},
    {"endless time", R"("cold_lag": "6h")", R"("cold_lag": "1000000000d")",
     R"(  /institutions/Lender/cold_lag = "1000000000d"   must be below ten thousand years: time from cold to hot storage)",
     "describe institutions"},
    {"duplicate key", R"("seed": 11)", R"("seed": 11, "seed": 12)", R"(  /seed   name given twice in the same object)",
     "describe"},
    {"not a number", R"("hot": 0.1)", R"("hot": NaN)",
     R"(  /institutions/Lender/hot = NaN   JSON has no such number (line 10, column 41))", "describe"},
    {"infinity", R"("hot": 0.1)", R"("hot": 1e999)",
     R"(  /institutions/Lender/hot = 1e999   number too large (line 10, column 41))", "describe"},
    {"missing file", R"("prices.csv")", R"("price.csv")",
     R"(  /assets/BTC/path/file = "price.csv"   no such file; looked in )", "describe assets"},
    {"missing column", R"("price_column": "btc")", R"("price_column": "eth")",
     R"(  /assets/BTC/path/file = "prices.csv"   prices.csv has no column "eth"; one of hour, btc)", "describe assets"},
    {"unknown reference", R"("venue": "Lender", "coins")", R"("venue": "Lendr", "coins")",
     R"(  /agents/depositors/venue = "Lendr"   there is no such institution; did you mean "Lender"?)",
     "describe retail_user"},
    {"amount of nothing", R"("share": 0.7)", R"("share": 0.7, "amount": 5)",
     R"(  /institutions/Lender/placements/loans/asset   is missing: asset that "amount" is counted in)",
     "describe institutions"},
    {"not a kind of institution", R"("kind": "lender")", R"("kind": "outside")",
     R"(  /institutions/Lender/kind = "outside"   unknown value; one of exchange, issuer, protocol, pool, bank, lender, fund)",
     "describe institutions"},
    {"not a date", R"("question")", R"("start": "12 May 2022", "question")",
     R"(  /start = "12 May 2022"   must be a date such as 2022-05-07 or 2022-05-07T06:00Z)", "describe"},
    {"not to be recorded", R"("question")", R"("record": ["seris"], "question")",
     R"(  /record/0 = "seris"   cannot be recorded; did you mean "series"?)", "describe record"},
    {"edges that fall", R"("depth": 1e6)", R"("depth": 1e6, "edges": [0.02, 0.01], "profile": [1, 1])",
     R"(  /markets/BTC-USD/edges = [0.02,0.01]   must be at least one distance, each above the one before)",
     "describe markets"},
    {"edges without densities", R"("depth": 1e6)", R"("depth": 1e6, "edges": [0.01, 0.02], "profile": [1])",
     R"(  /markets/BTC-USD/profile = [1.0]   has 1 densities for 2 edges; give one for each)", "describe markets"},
    {"traded for itself", R"("quote": "USD")", R"("quote": "BTC")",
     R"(  /markets/BTC-USD/quote = "BTC"   an asset cannot be traded for itself)", "describe markets"},
    {"prices that stand on each other", R"("depth": 1e6)",
     R"("depth": 1e6}, "USD-BTC": {"venue": "Exchange", "base": "USD", "quote": "BTC")",
     R"(  /markets/BTC-USD/base = "BTC"   is priced only in assets that are priced in each other; give one of them a market in an asset that has none
  /markets/USD-BTC/base = "USD"   is priced only in assets that are priced in each other; give one of them a market in an asset that has none)",
     "describe markets"},
    {"a price that stands on a pool and on itself", R"("markets")",
     R"("pools": {"P": {"coins": {"USD": 1, "BTC": 1}, "quote": "BTC"}}, "markets")",
     R"(  /markets/BTC-USD/base = "BTC"   is priced only in assets that are priced in each other; give one of them a market in an asset that has none
  /pools/P/coins = "USD"          is priced only in assets that are priced in each other; give one of them a market in an asset that has none)",
     "describe markets, describe pools"},
    {"coin without supply", R"({"kind": "exchange"})", R"({"kind": "issuer", "issues": "BTC", "par": "USD"})",
     R"(  /assets/BTC/supply = 0   is missing: coins of "BTC" in the world, which its issuer owes)", "describe assets"},
    {"coin of a lender", R"("hot": 0.1)", R"("issues": "BTC", "par": "USD", "hot": 0.1)",
     R"(  /institutions/Lender/kind = "lender"   issues no coins; an issuer or a protocol does
  /assets/BTC/supply = 0                 is missing: coins of "BTC" in the world, which its issuer owes)",
     "describe institutions, describe assets"},
    {"coin that promises nothing", R"({"kind": "exchange"})", R"({"kind": "issuer", "issues": "BTC"})",
     R"(  /institutions/Exchange/par   is missing: asset of which one is promised for one of its coins)",
     "describe institutions"},
    {"par without a coin", R"({"kind": "exchange"})", R"({"par": "USD"})",
     R"(  /institutions/Exchange/issues   is missing: coin of which par or sister token is told)",
     "describe institutions"},
    {"coin that promises itself", R"({"kind": "exchange"})", R"({"kind": "issuer", "issues": "BTC", "par": "BTC"})",
     R"(  /institutions/Exchange/issues = "BTC"   a coin cannot promise itself
  /assets/BTC/supply = 0                  is missing: coins of "BTC" in the world, which its issuer owes)",
     "describe institutions, describe assets"},
    {"haircuts of nothing", R"({"kind": "exchange"})", R"({"haircut_rule": {"kind": "volatility_scaled"}})",
     R"(  /institutions/Exchange/collateral   is missing: haircut on each asset that it accepts, which the rule "volatility_scaled" moves)",
     "describe institutions"},
    {"short at birth of nothing", R"({"kind": "exchange"})", R"({"hedged_at_birth": 2})",
     R"(  /institutions/Exchange/hedges   is missing: perpetual markets in which it is short at birth
  /institutions/Exchange/tokens   is missing: coins that it is short of at birth)",
     "describe institutions"},
    {"hours that end before they begin", R"("markets")",
     R"("mechanisms": {"redemption": {"hours": {"opens": "9h", "closes": "8h"}}}, "markets")",
     R"(  /mechanisms/redemption/hours/closes = "8h"   must be later than "opens", 9h after midnight)",
     "describe mechanisms"},
    {"hours without a date", R"("markets")",
     R"("mechanisms": {"redemption": {"hours": {"weekends": false}}}, "markets")",
     R"(  /start   is missing: date of the start, as a window for coins has its hours)", "describe"},
    {"holders of nobody's coin",
     R"("kind": "retail_user", "count": 600, "venue": "Lender", "coins": {"BTC": 0.5, "USD": 0.5},
                   "total_usd": 6e6)",
     R"("kind": "coin_holder", "coin": "BTC", "venue": "Exchange")",
     R"(  /agents/depositors/coin = "BTC"  has no issuer; name it in the "issues" of an institution)", ""},
    {"self-loan", R"("markets")",
     R"("exposures": {"own": {"creditor": "Lender", "debtor": "Lender", "asset": "USD", "amount": 1}}, "markets")",
     R"(  /exposures/own/debtor = "Lender"   an institution cannot owe itself)", "describe exposures"},
    {"pool without a quote", R"("markets")", R"("pools": {"P": {"coins": {"USD": 1, "BTC": 1}}}, "markets")",
     R"(  /pools/P/quote   is missing: which of its coins its prices are told in)", "describe pools"},
    {"pool of one coin", R"("markets")", R"("pools": {"P": {"coins": {"USD": 1}, "quote": "USD"}}, "markets")",
     R"(  /pools/P/coins   has 1 coins; a pool of kind "stableswap" holds 2 to 8)", "describe pools"},
    {"pool that is a venue", R"("markets")",
     R"("pools": {"Lender": {"coins": {"USD": 1, "BTC": 1}, "quote": "USD"}}, "markets")",
     R"(  /pools/Lender   is also the name of an institution; a pool is one, too: take another)", "describe pools"},
    {"coin that secures itself", R"("markets")",
     R"("protocols": {"P": {"collateral": "USD", "coin": "USD"}}, "markets")",
     R"(  /protocols/P/coin = "USD"   a coin cannot secure itself)", "describe protocols"},
    {"coin of two makers",
     R"({"kind": "exchange"}
  },)",
     R"({"kind": "issuer", "issues": "BTC", "par": "USD"}}, "protocols": {"P": {"collateral": "USD", "coin": "BTC", "mints": true}},)",
     R"(  /assets/BTC/supply = 0      is missing: coins of "BTC" in the world, which its issuer owes
  /protocols/P/mints = true   BTC is issued by Exchange; set it to false, or lend another coin)",
     "describe assets, describe protocols"},
    {"nothing to leave", R"("venue": "Lender", "coins")", R"("coins")",
     R"(  /agents/depositors/venue  is missing: where they have accounts)", ""},
    {"shock to nobody", R"("shocks": {)", R"("shocks": {"a bad day": {"kind": "failure"}, )",
     R"(  /shocks/a bad day/institution  is missing)", ""},
    {"extends cycle", R"("question")", R"("extends": "lender.json", "question")",
     R"(  /extends = "lender.json"   goes in a circle: lender.json -> lender.json)", "describe"},
    {"nothing to extend", R"("question")", R"("extends": "nothing.json", "question")",
     R"(  /extends = "nothing.json"   nothing.json: no such file)", "describe"},
    {"cut short", R"(  "shocks")", "", R"(  line 20, column 1   the text ends before the object is closed)",
     "describe"},
    {"foreign format", R"("stampede-experiment")", R"("other")",
     R"(  /format = "other"   must be "stampede-experiment")", "describe"},
    {"older version", R"("version": 1)", R"("version": 0)",
     R"(  /version = 0   is older than 1, the only version this program reads)", "describe"},
    {"newer version", R"("version": 1)", R"("version": 2)",
     R"(  /version = 2   is newer than 1, the only version this program reads)", "describe"},
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
        CHECK(ran.messages == message(wrong));
        CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
    }
}

std::vector<std::string> const untouched{"lender.json", "prices.csv"};

TEST_CASE("all problems are told at once", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string text = text_of(write_lender(folder));
    for (auto const& [old, changed] :
         {std::pair{R"("hot")", R"("hott")"}, std::pair{R"("haircut": 0.02)", R"("haircut": 2)"},
          std::pair{R"("count": 600)", R"("count": -1)"}})
        text.replace(text.find(old), std::string{old}.size(), changed);
    Ran const ran = run_wrong(folder, text);
    CHECK(ran.code == 2);
    CHECK(ran.messages == R"(error: lender.json: 3 problems, nothing was run
  /institutions/Lender/placements/loans/haircut = 2   must lie in [0, 1]: part of the value lost when sold
  /institutions/Lender/hott = 0.1                     unknown name; did you mean "hot"?
  /agents/depositors/count = -1                       must lie in [0, 100000000] people: depositors
See "stampede describe institutions", "stampede describe retail_user" for every name, unit, range and default.
)");
}

TEST_CASE("what only shows when balances are made is the user's error too", "[experiments][errors]")
{
    auto const [old, changed, told] = GENERATE(table<std::string, std::string, std::string>(
        {{R"("decimals": 6, "price": 1)", R"("decimals": 6, "price": 1, "supply": 1000)",
          "/assets/USD/supply = 1000  is less than the 195900004.830665 coins that holders have at the start"},
         {R"("depth": 1e6)", R"("depth": 1e15)",
          "/markets/BTC-USD/depth  asks for 1.5e+12 coins of BTC at the start, 1e18 smallest units or more; use less "
          "of it, or fewer decimals"},
         {R"("hot": 0.1)", R"("hot": 0.1, "tokens": {"BTC": 2e8})",
          "what one class holds of one asset at one place is worth 6e+12 USD; the books hold up to 4.6e+12 USD. Use "
          "smaller amounts, depths or prices."},
         {R"("hot": 0.1)", R"("hot": 0.1, "tokens": {"BTC": 1e300})",
          "/institutions/Lender/tokens/BTC = 1e+300  makes 4e+18 smallest units of BTC or more; use fewer coins or "
          "decimals"}}));
    TemporaryFolder const folder;
    std::string text = text_of(write_lender(folder));
    text.replace(text.find(old), old.size(), changed);
    Ran const ran = run_wrong(folder, text);
    CHECK(ran.code == 2);
    CHECK(ran.messages == "error: lender.json: 1 problem, nothing was run\n  " + told + "\n");
    CHECK(names_in(folder.path()) == untouched);
}

TEST_CASE("bad tables are told with their line", "[experiments][errors]")
{
    auto const [table_text, told] = GENERATE(table<std::string, std::string>({
        {"hour,btc\n0,30000\n1,abc\n", "prices.csv line 3: \"abc\" in column \"btc\" is not a finite number"},
        {"hour,btc\n0,30000\n1,nan\n", "prices.csv line 3: \"nan\" in column \"btc\" is not a finite number"},
        {"hour,btc\n0,30000\n1,inf\n", "prices.csv line 3: \"inf\" in column \"btc\" is not a finite number"},
        {"hour,btc\n0,30000\n1\n", "prices.csv line 3: 1 cells, the header has 2"},
        {"hour,btc\n0,30000\n1,2,3\n", "prices.csv line 3: 3 cells, the header has 2"},
        {"hour,btc\n0,30000\n0,30001\n", "times must rise, but hour 0 follows 0"},
        {"hour,btc\n0,30000\n1,-5\n", "prices must be above 0, but one is -5"},
        {"hour,btc\n0,30000\n1,\"30\n", "prices.csv line 3: a quote is left open"},
        {"hour,btc\n", "prices.csv has no rows"},
        {"", "prices.csv has no header line"},
    }));
    TemporaryFolder const folder;
    std::string const text = text_of(write_lender(folder));
    folder.write("prices.csv", table_text);
    Ran const ran = run_wrong(folder, text);
    CAPTURE(table_text);
    CHECK(ran.code == 2);
    CHECK(ran.messages ==
          "error: lender.json: 1 problem, nothing was run\n  /assets/BTC/path/file = \"prices.csv\"   " + told +
              "\nSee \"stampede describe assets\" for every name, unit, range and default.\n");
    CHECK(names_in(folder.path()) == untouched);
}

TEST_CASE("settings that point nowhere are told like names in the file", "[experiments][errors]")
{
    auto const [setting, lines, see] = GENERATE(table<std::string, std::string, std::string>({
        {"/agents/depositors/cout=5", R"(  /agents/depositors/cout = 5   unknown name; did you mean "count"?)",
         "describe retail_user"},
        {"/agents/depositor/count=5",
         R"(  /agents/depositor/count = 5   points to nothing: /agents has no "depositor"; did you mean "depositors"?)",
         "describe"},
        {"/agents/depositors/coins/0=5",
         R"(  /agents/depositors/coins/0 = 5   there is no such asset; one of BTC, USD)", "describe retail_user"},
        {"agents=5", R"(  agents = 5   must be a JSON Pointer such as /agents/depositors/count)", "describe"},
        {"/agents", R"(  --set = "/agents"   must look like /pointer=value, in UTF-8)", "describe"},
    }));
    TemporaryFolder const folder;
    Ran const ran = run_wrong(folder, text_of(write_lender(folder)), {"--set", setting});
    CAPTURE(setting);
    CHECK(ran.code == 2);
    CHECK(ran.messages == message({"setting", "", "", lines, see}));
    CHECK(names_in(folder.path()) == untouched);
}
