// Avellaneda-Stoikov quotes, with the numbers of their paper.
// Source: Quantitative Finance 8(3), 2008, 217-224: S = 100, T = 1, sigma = 2, k = 1.5; tables 1 to 3 print the average
// spread 1.49, 1.35 and 3.02. Tolerance: half a unit of the last digit of the closed forms worked out by hand.

#include "model/quoting.hpp"

#include <catch2/catch.hpp>

using namespace stampede;
using Catch::Matchers::WithinAbs;

namespace {

QuoteProblem paper(double risk_aversion, double horizon)
{
    return {risk_aversion, 4, horizon, 1.5};
}

}  // namespace

TEST_CASE("the spread narrows as the end comes, and is what the paper prints on average", "[analytic][quoting]")
{
    CHECK_THAT(optimal_spread(paper(0.1, 1)), WithinAbs(1.69077, 5e-6));
    CHECK_THAT(optimal_spread(paper(0.1, 0)), WithinAbs(1.29077, 5e-6));
    auto const [risk_aversion, mean, printed] =
        GENERATE(table<double, double, double>({{0.1, 1.4908, 1.49}, {0.01, 1.3489, 1.35}, {1, 3.0217, 3.02}}));
    double const average = optimal_spread(paper(risk_aversion, 0.5));  // it is linear in time
    CAPTURE(risk_aversion);
    CHECK_THAT(average, WithinAbs(mean, 5e-5));
    CHECK_THAT(average, WithinAbs(printed, 5e-3));
}

TEST_CASE("a long maker's reservation price lies below the reference price, a short one's above", "[analytic][quoting]")
{
    CHECK_THAT(100 - reservation_discount(paper(0.1, 1), 3), WithinAbs(98.8, 1e-12));
    CHECK_THAT(100 - reservation_discount(paper(0.1, 1), -3), WithinAbs(101.2, 1e-12));
    CHECK(reservation_discount(paper(0.1, 1), 0) == 0);
}
