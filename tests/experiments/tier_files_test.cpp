// Margin tables from a file: the published table of 17 contracts, and what is said of bad ones.

#include <catch2/catch.hpp>
#include <set>

#include "experiments/csv.hpp"
#include "experiments/tier_files.hpp"
#include "model/base/check.hpp"
#include "tests/experiments/temporary_folder.hpp"
#include "tests/places.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;

namespace {

std::string const table_file = "experiments/data/margin_tiers_binance_um_2024-10.csv";

}  // namespace

TEST_CASE("the published tables become schedules with the published deductions", "[experiments][tiers]")
{
    InputFiles files{{source_dir()}};
    CsvTable const table{table_file, files.contents(table_file)};
    std::vector<std::string> const symbols = table.texts("symbol");
    std::vector<double> const from = table.numbers("min_notional"), deduction = table.numbers("maint_amount_deduction");
    std::size_t rows = 0;
    for (std::string const& symbol : std::set<std::string>{symbols.begin(), symbols.end()}) {
        TierParameters tiers;
        tiers.file = table_file;
        tiers.symbol = symbol;
        load_margin_tiers(tiers, files);
        CHECK(tiers.file.empty());
        MarginSchedule const schedule = tiers.schedule(1);
        for (std::size_t row = 0; row < table.rows(); ++row)
            if (symbols[row] == symbol) {
                CAPTURE(symbol, from[row]);
                CHECK_THAT(schedule.deduction(from[row] + 1), WithinAbs(deduction[row], 0.011));
                ++rows;
            }
    }
    CHECK(rows == table.rows());
}

TEST_CASE("a table without rows of the symbol is refused", "[experiments][tiers]")
{
    InputFiles files{{source_dir()}};
    TierParameters tiers;
    tiers.file = table_file;
    tiers.symbol = "NOSUCH";
    CHECK_THROWS_WITH(load_margin_tiers(tiers, files), Contains("has no row of \"NOSUCH\""));
}

TEST_CASE("tiers that are no schedule, and a perpetual with price-time priority, are told with their place",
          "[experiments][tiers]")
{
    std::string const world = R"("assets": {"USD": {"kind": "fiat"}, "COIN": {}}, "institutions": {"Exchange": {}},
        "markets": {"COIN-PERP": {"kind": "perp", "venue": "Exchange", "base": "COIN", "quote": "USD", )";
    CHECK_THROWS_WITH(world_of(world + R"("perp": {"tiers": {"from": [0, 1], "rate": [0.01]}}}})"),
                      Contains("/markets/COIN-PERP/perp/tiers") && Contains("one rate and one leverage"));
    CHECK_THROWS_WITH(world_of(world + R"("discipline": "price_time"}})"), Contains("/markets/COIN-PERP/discipline"));
}
