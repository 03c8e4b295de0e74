// The coins and account sizes of Celsius' clients in its scenario against the filing they come from.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "experiments/csv.hpp"
#include "experiments/input_files.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

CsvTable table(std::string const& name)
{
    InputFiles files{{source_dir()}};
    return CsvTable{name, files.contents("experiments/data/" + name)};
}

/// Claims in earn, custody and withheld accounts by coin at the prices of 7 May 2022 [USD]; dollars are one coin, and
/// so is all else, at so many times its price of October.
std::map<std::string, double> claims_in_may(double others)
{
    CsvTable const claims = table("celsius_2022-10_claims_by_coin.csv");
    std::vector<std::string> const coins = claims.texts("coin"), products = claims.texts("product");
    std::vector<double> const quantities = claims.numbers("quantity"), prices = claims.numbers("price_usd_2022-10-09");
    std::map<std::string, double> const may{{"BTC", 36000}, {"ETH", 2640}, {"CEL", 1.9}};
    std::map<std::string, double> usd;
    for (std::size_t i = 0; i < coins.size(); ++i) {
        bool const at_par = std::abs(prices[i] - 1) < 0.02;
        if (products[i] == "collateral")
            continue;
        if (auto const priced = may.find(coins[i]); priced != may.end())
            usd[coins[i]] += quantities[i] * priced->second;
        else
            usd[at_par ? "USD" : "ALT"] += quantities[i] * prices[i] * (at_par ? 1 : others);
    }
    return usd;
}

}  // namespace

TEST_CASE("the coins of Celsius' clients are those of its filing at the prices of May", "[scenarios]")
{
    InputFiles files{{source_dir()}};
    auto const scenario = nlohmann::json::parse(files.contents("experiments/scenarios/celsius_2022.json"));
    auto const shares = scenario.at("/agents/depositors/coins"_json_pointer).get<std::map<std::string, double>>();
    std::map<std::string, double> const filed = claims_in_may(1.5);
    double sum = 0;
    for (auto const& [coin, usd] : filed)
        sum += usd;
    CHECK(shares.size() == filed.size());
    for (auto const& [coin, usd] : filed) {
        CAPTURE(coin);
        CHECK_THAT(shares.at(coin), WithinAbs(usd / sum, 0.01));
    }
}

TEST_CASE("account sizes are the classes of the filing; drawn log-uniformly, the last has its mean", "[scenarios]")
{
    CsvTable const filed = table("celsius_2022-10_account_size_histogram.csv");
    CsvTable const drawn = table("celsius_account_sizes.csv");
    CHECK(drawn.numbers("accounts") == filed.numbers("accounts"));
    CHECK(drawn.numbers("usd_from") == filed.numbers("usd_from"));
    std::size_t const last = drawn.rows() - 1;
    double const from = drawn.numbers("usd_from")[last], to = drawn.numbers("usd_to")[last];
    double const mean = filed.numbers("total_usd")[last] / filed.numbers("accounts")[last];
    CHECK_THAT((to - from) / std::log(to / from), WithinRel(mean, 0.01));
}
