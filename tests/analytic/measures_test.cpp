// Concentration, balance-sheet ratios and cores of graphs. Sources: tests/data/vectors/graph_core_decomposition.json
// and bank_leverage_and_capital_ratios.json (inside); concentration: small numbers worked by hand.

#include "model/graphs/measures.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "model/base/check.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using cases::Json;
using Catch::Matchers::WithinAbs;
using testing::validation_row;

namespace {

// Vertices are numbered from 1 in the file; directed edges count at both ends.
Neighbours graph_of(Json const& entry)
{
    Neighbours graph(entry["core_number"].size());
    for (Json const& edge : entry["edges"]) {
        auto const one = edge[0].get<std::uint32_t>() - 1;
        auto const other = edge[1].get<std::uint32_t>() - 1;
        graph[one].push_back(other);
        graph[other].push_back(one);
    }
    return graph;
}

}  // namespace

TEST_CASE("core numbers and onion layers equal the published ones", "[analytic][measures]")
{
    int checked = 0, agree = 0;
    for (Json const& entry : cases::all("graph_core_decomposition.json")) {
        CAPTURE(entry["name"].get<std::string>());
        Neighbours const graph = graph_of(entry);
        std::vector<std::uint32_t> const cores = core_numbers(graph);
        for (auto const& [vertex, core] : entry["core_number"].items()) {
            CAPTURE(vertex);
            CHECK(cores[std::stoul(vertex) - 1] == core.get<std::uint32_t>());
            agree += cores[std::stoul(vertex) - 1] == core.get<std::uint32_t>() ? 1 : 0;
            ++checked;
        }
        std::uint32_t layer = 0;
        for (Json const& members : entry.value("onion_layers", Json::array())) {
            ++layer;
            for (Json const& vertex : members)
                CHECK(onion_layers(graph)[vertex.get<std::size_t>() - 1] == layer);
        }
    }
    CHECK(checked >= 27);
    validation_row("core numbers that agree, vertices", "networkx", checked, agree);
    CHECK_THROWS_AS(core_numbers({{1}}), InputError);
}

TEST_CASE("ratios of a bank before and after a loss", "[analytic][measures]")
{
    int checked = 0;
    for (Json const& entry : cases::all("bank_leverage_and_capital_ratios.json")) {
        std::vector<double> assets, weights;
        double total = 0;
        for (auto const& [name, amount] : entry["assets"].items()) {
            assets.push_back(amount);
            weights.push_back(entry["risk_weights"][name]);
            total += assets.back();
        }
        double const tolerance = entry["abs_tolerance"];
        double const equity = total - entry["deposits"].get<double>();
        CHECK_THAT(leverage_ratio(equity, total), WithinAbs(entry["leverage"].get<double>(), tolerance));
        CHECK_THAT(risk_weighted_ratio(equity, assets, weights),
                   WithinAbs(entry["risk_weighted_capital_ratio"].get<double>(), tolerance));
        validation_row(fmt::format("risk-weighted capital ratio, bank {}", checked + 1), "ox-inet-resilience",
                       entry["risk_weighted_capital_ratio"].get<double>(),
                       risk_weighted_ratio(equity, assets, weights));
        ++checked;
    }
    CHECK(checked >= 2);
    CHECK_THROWS_AS(leverage_ratio(1, 0), InputError);
}

TEST_CASE("concentration", "[analytic][measures]")
{
    using Sizes = std::vector<double>;
    CHECK_THAT(herfindahl(Sizes{.5, .3, .2}), WithinAbs(0.38, 1e-15));
    CHECK_THAT(herfindahl(Sizes{5, 3, 2}), WithinAbs(0.38, 1e-15));
    CHECK_THAT(gini(Sizes{1, 2, 3, 4}), WithinAbs(0.25, 1e-15));
    CHECK_THAT(gini(Sizes{4, 1, 3, 2}), WithinAbs(0.25, 1e-15));
    CHECK_THAT(gini(Sizes{0, 0, 0, 1}), WithinAbs(0.75, 1e-15));
    CHECK(gini(Sizes{2, 2, 2}) == 0);
    CHECK_THAT(top_share(Sizes{1, 5, 3, 1}, 2), WithinAbs(0.8, 1e-15));
    CHECK(top_share(Sizes{1, 5}, 9) == 1);
    CHECK(herfindahl(Sizes{}) == 0);
    CHECK(gini(Sizes{0, 0}) == 0);
    CHECK_THROWS_AS(gini(Sizes{1, -1}), InputError);
}

TEST_CASE("contagion index counts only those who could follow", "[analytic][measures]")
{
    CHECK_THAT(contagion_index(1, 11, 101), WithinAbs(0.1, 1e-15));
    CHECK(contagion_index(3, 3, 3) == 0);
    CHECK_THROWS_AS(contagion_index(4, 3, 5), InputError);
}
