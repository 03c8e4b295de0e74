// Impact matrices, communicability, susceptibility and diffusion against published tests.
// Source: tests/data/vectors/network_risk_measures.json (inside), tests/data/net_toy_*.csv (tests/data/SOURCES.md).

#include <catch2/catch.hpp>
#include <cmath>

#include "model/base/check.hpp"
#include "model/graphs/risk_matrices.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/analytic/toy_networks.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using cases::check_close;
using cases::Json;
using cases::Numbers;
using testing::validation_row;

namespace {

void check_matrix(SquareMatrix const& found, SquareMatrix const& expected, double tolerance)
{
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        check_close(found[i], expected[i], tolerance);
    }
}

// What i owes j from what j has lent to i.
SquareMatrix transposed(SquareMatrix const& matrix)
{
    SquareMatrix turned = matrix;
    for (std::size_t i = 0; i < matrix.size(); ++i)
        for (std::size_t j = 0; j < matrix.size(); ++j)
            turned[j][i] = matrix[i][j];
    return turned;
}

}  // namespace

TEST_CASE("network risk measures equal the published ones", "[analytic][measures]")
{
    int checked = 0;
    double largest = 0;
    for (Json const& entry : cases::all("network_risk_measures.json")) {
        Numbers const buffers = cases::numbers(entry["capital_buffer"]);
        if (entry["kind"] == "impact_matrix") {
            SquareMatrix const impact = impact_matrix(cases::matrix(entry["liabilities"]), buffers);
            check_matrix(impact, cases::matrix(entry["impact"]), 1e-15);
            check_matrix(binary_impact(impact), cases::matrix(entry["binary_impact"]), 0);
            check_matrix(communicability(binary_impact(impact)), cases::matrix(entry["communicability_exp_of_binary"]),
                         1e-12);
            ++checked;
        }
        else if (entry["kind"] == "impact_susceptibility_and_fluidity") {
            SquareMatrix const impact =
                binary_impact(impact_matrix(transposed(cases::matrix(entry["assets"])), buffers));
            largest = check_close(impact_susceptibility(impact), cases::numbers(entry["susceptibility"]), 1e-12);
            CHECK_THAT(impact_fluidity(impact), Catch::Matchers::WithinAbs(entry["fluidity"].get<double>(), 1e-12));
            Json const& diffusion = entry["impact_diffusion"];
            check_close(impact_diffusion(impact).start, cases::numbers(diffusion["start"]), 1e-12);
            check_close(impact_diffusion(impact).intermediate, cases::numbers(diffusion["intermediate"]), 1e-12);
            ++checked;
        }
    }
    CHECK(checked >= 2);
    validation_row("impact susceptibility, largest difference", "NetworkRiskMeasures", "0 +- 1e-12",
                   fmt::format("{:.1e}", largest));
}

TEST_CASE("the same network from its table of loans has the same susceptibility", "[analytic][measures]")
{
    toy::Network const banks = toy::network("nrm3");
    SquareMatrix const impact = binary_impact(impact_matrix(transposed(banks.exposures), banks.buffers));
    check_close(impact_susceptibility(impact), {0, 1, 1.25}, 1e-12);
    CHECK_THAT(impact_fluidity(impact), Catch::Matchers::WithinAbs(0.75, 1e-12));
}

TEST_CASE("communicability is the exponential", "[analytic][measures]")
{
    double const x = GENERATE(0.0, 0.3, 1.0, 6.0, 40.0);
    SquareMatrix const found = communicability({{0, x}, {x, 0}});  // closed form: cosh and sinh
    CHECK(found[0][0] == Approx(std::cosh(x)).epsilon(1e-12));
    CHECK(found[0][1] == Approx(std::sinh(x)).epsilon(1e-12).margin(1e-15));
    CHECK_THROWS_AS(communicability({{0, 701}, {0, 0}}), InputError);
}
