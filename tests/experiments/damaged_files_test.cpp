// Tables that experiments read and results files, damaged by luck: what is noticed is told and leaves nothing behind,
// what cannot be noticed does no harm, and nothing crashes.

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <iterator>

#include "output/results_file.hpp"
#include "output/seal.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/mutator.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// A table, and which of its columns are read as numbers.
struct Table {
    std::string name, text;
    std::vector<std::size_t> numbers;
    bool by_name = true;  ///< whether columns go by the names in its heading
};

std::vector<Table> const tables = {
    {"prices.csv", "# made up for a test\nhour,btc\n0,30000\n1,29000\n3,29500.5\n12,28000\n", {0, 1}},
    {"sizes.csv", "usd_from,usd_to,accounts\n0,10,30\n10,1000,20\n1000,50000,5\n", {0, 1, 2}},
    {"balances.csv", "rank,usd\n1,100\n2,250.5\n3,75\n4,1e4\n", {1}},
    {"tiers.csv",
     "symbol,min_notional,maint_margin_rate,max_leverage\nBTCUSDT,0,0.004,50\nBTCUSDT,50000,0.01,20\n",
     {1, 2, 3}},
    {"contacts.csv", "a,b\n0,1\n1,2\n2,3\n3,0\n4,5\n5,6\n", {0, 1}, false},
};

/// Reads each of the tables.
std::string const experiment = R"({
  "format": "stampede-experiment", "version": 1,
  "question": "Is a damaged table noticed?", "step_seconds": 3600, "days": 0.5, "seed": 3,
  "record": ["series", "events", "network", "agents"],
  "assets": {"USD": {"kind": "fiat", "decimals": 6},
             "BTC": {"decimals": 6, "path": {"file": "prices.csv", "time_column": "hour", "price_column": "btc"}}},
  "institutions": {"Lender": {"kind": "lender", "hot": 1}, "Exchange": {"tokens": {"USD": 1e6}}},
  "markets": {"BTC-USD": {"venue": "Exchange", "base": "BTC", "quote": "USD", "depth": 1e6},
              "BTC-PERP": {"kind": "perp", "venue": "Exchange", "base": "BTC", "quote": "USD", "depth": 1e6,
                           "perp": {"tiers": {"file": "tiers.csv", "symbol": "BTCUSDT"}}}},
  "social": {"kind": "edge_list", "file": "contacts.csv"},
  "agents": {
    "sized": {"kind": "retail_user", "count": 30, "venue": "Lender", "coins": {"USD": 1}, "attention": {"per_day": 4},
              "balance": {"kind": "histogram", "file": "sizes.csv", "from": "usd_from", "to": "usd_to",
                          "weight": "accounts"}},
    "listed": {"kind": "retail_user", "count": 4, "venue": "Lender", "coins": {"USD": 1}, "attention": {"per_day": 4},
               "balance": {"kind": "column", "file": "balances.csv", "column": "usd"}}
  },
  "shocks": {"leak": {"kind": "news", "at": "2h", "venue": "Lender", "level": "insolvency_reported"}}
})";

/// The experiment with its tables in a folder of its own.
class Desk {
  public:
    Desk()
    {
        folder_.write("experiment.json", experiment);
        for (Table const& table : tables)
            folder_.write(table.name, table.text);
        before_ = names_in(folder_.path());
    }

    [[nodiscard]] std::string path(std::string const& name) const { return (folder_.path() / name).string(); }
    /// stampede run, with every audit on; the table is whole again afterwards.
    [[nodiscard]] Ran run_with(Table const& table, std::string const& text) const
    {
        folder_.write(table.name, text);
        Ran const ran =
            command({"run", path("experiment.json"), "--quiet", "--threads", "1", "--audit", "--out", path("out.h5")});
        folder_.write(table.name, table.text);
        return ran;
    }
    void clear(std::string const& name) const { std::filesystem::remove(path(name)); }
    /// Whether there is nothing but what was there before.
    [[nodiscard]] bool untouched() const { return names_in(folder_.path()) == before_; }

    /// Puts a damaged results file there, beside a whole one.
    void keep_results(std::string const& bytes)
    {
        folder_.write("damaged.h5", bytes);
        before_ = names_in(folder_.path());
    }
    [[nodiscard]] std::string bytes_of(std::string const& name) const
    {
        std::ifstream in{path(name), std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

  private:
    TemporaryFolder folder_;
    std::vector<std::string> before_;
};

void damage_tables(int cases)
{
    Desk const desk;
    for_all(
        "a broken table is refused",
        [&] {
            Table const table = *rc::gen::elementOf(tables);
            std::string const text = broken_table(table.text, table.numbers, table.by_name);
            RC_LOG() << table.name << '\n' << text << '\n';
            Ran const ran = desk.run_with(table, text);
            RC_LOG() << ran.messages;
            RC_ASSERT(ran.code == 2);
            RC_ASSERT(ran.data.empty());
            RC_ASSERT(ran.messages.starts_with("error: "));
            RC_ASSERT(ran.messages.find(table.name) != std::string::npos);
            RC_ASSERT(desk.untouched());
        },
        cases);
    for_all(
        "a scrambled table is refused or read",
        [&] {
            Table const table = *rc::gen::elementOf(tables);
            std::string const text = scrambled(table.text);
            RC_LOG() << table.name << '\n' << text << '\n';
            Ran const ran = desk.run_with(table, text);
            RC_LOG() << ran.messages;
            RC_ASSERT(ran.code == 0 || ran.code == 2);
            if (ran.code == 0) {
                RC_ASSERT(ResultsFile{desk.path("out.h5")}.text("status") == "complete");
                desk.clear("out.h5");
            }
            RC_ASSERT(desk.untouched());
        },
        cases);
}

/// Each command that reads results, on the damaged file.
std::vector<std::vector<std::string>> readers(Desk const& desk)
{
    std::string const damaged = desk.path("damaged.h5"), good = desk.path("good.h5");
    return {{"inspect", damaged},
            {"report", damaged, "--out", desk.path("report.html")},
            {"reproduce", damaged, "--threads", "1"},
            {"diff", damaged, good},
            {"diff", good, damaged}};
}

void damage_results(int cases)
{
    Desk desk;
    REQUIRE(desk.run_with(tables[0], tables[0].text).code == 0);
    std::string const bytes = desk.bytes_of("out.h5");
    std::filesystem::rename(desk.path("out.h5"), desk.path("good.h5"));
    desk.keep_results(bytes);
    for (std::vector<std::string> const& arguments : readers(desk)) {
        Ran const ran = command(arguments);
        CAPTURE(arguments, ran.messages);
        CHECK(ran.code == 0);
    }
    desk.clear("report.html");

    for_all(
        "results that are cut off are refused",
        [&] {
            desk.keep_results(cut_off(bytes.substr(0, bytes.size() - seal_length)));  // without it nothing is lost
            for (std::vector<std::string> const& arguments : readers(desk)) {
                Ran const ran = command(arguments);
                RC_LOG() << arguments.front() << ": " << ran.messages;
                RC_ASSERT(ran.code == 3);
                RC_ASSERT(ran.data.empty());
                RC_ASSERT(desk.untouched());
            }
        },
        cases);
    for_all(
        "results with other bytes are refused",
        [&] {
            std::string const damaged = overwritten(bytes);
            RC_PRE(damaged.compare(0, bytes.size() - seal_length, bytes, 0, bytes.size() - seal_length) != 0);
            desk.keep_results(damaged);
            for (std::vector<std::string> const& arguments : readers(desk)) {
                Ran const ran = command(arguments);
                RC_LOG() << arguments.front() << " " << ran.code << ": " << ran.messages;
                RC_ASSERT(ran.code == 3);
                RC_ASSERT(ran.data.empty());
                RC_ASSERT(desk.untouched());
            }
        },
        cases);
}

}  // namespace

TEST_CASE("the experiment of the tables runs as it is", "[experiments][errors]")
{
    Desk const desk;
    Ran const ran = desk.run_with(tables[0], tables[0].text);
    CAPTURE(ran.messages);
    CHECK(ran.code == 0);
    CHECK(ResultsFile{desk.path("out.h5")}.texts("/inputs/file").size() == tables.size());
}

TEST_CASE("a damaged table never crashes and never leaves a file", "[experiments][errors][property]")
{
    damage_tables(150);
}

TEST_CASE("a damaged results file never crashes and never leaves a file", "[experiments][errors][property]")
{
    damage_results(60);
}

TEST_CASE("files damaged in thousands of ways never crash", "[.long][experiments][errors][property]")
{
    damage_tables(3'000);
    damage_results(2'000);
}
