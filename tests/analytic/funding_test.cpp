// Index, mark and funding with the numbers of venues; M 1.4.

#include "model/funding.hpp"

#include "model/base/check.hpp"
#include "tests/analytic/case_file.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

// BitMEX: 0.06 % and 0.03 % a day, three intervals.
TEST_CASE("funding rates of four premiums", "[analytic][funding]")
{
    double const interest = funding_interest(0.0006, 0.0003, 3);
    CHECK_THAT(interest, WithinAbs(0.0001, 1e-15));
    CHECK_THAT(funding_rate(0, interest), WithinAbs(0.0001, 1e-15));
    CHECK_THAT(funding_rate(0.0003, interest), WithinAbs(0.0001, 1e-15));
    CHECK_THAT(funding_rate(0.001, interest), WithinAbs(0.0005, 1e-15));
    CHECK_THAT(funding_rate(-0.002, interest), WithinAbs(-0.0015, 1e-15));
    CHECK(funding_rate(0.5, interest, 0.0005, 0.04) == 0.04);
}

TEST_CASE("the premium counts what lies outside the index only", "[analytic][funding]")
{
    Price const index{100};
    CHECK(funding_premium(Price{99.9}, Price{100.1}, index) == 0);
    CHECK_THAT(funding_premium(Price{101}, Price{102}, index), WithinAbs(0.01, 1e-15));
    CHECK_THAT(funding_premium(Price{97}, Price{98}, index), WithinAbs(-0.02, 1e-15));
    CHECK_THROWS_AS(funding_premium(Price{0}, Price{98}, index), InputError);
}

TEST_CASE("the fair price runs into the index as funding falls due", "[analytic][funding]")
{
    CHECK_THAT(fair_price(Price{20000}, 0.001, 0.5).value(), WithinRel(20010, 1e-14));
    CHECK(fair_price(Price{20000}, 0.001, 0).value() == 20000);
    CHECK(median({Price{3}, Price{1}, Price{2}}).value() == 2);
}

TEST_CASE("an index does not follow an outlier", "[analytic][funding]")
{
    std::vector<IndexSource> const venues = {{Price{100}, 1}, {Price{101}, 1}, {Price{60}, 1}};
    CHECK(median_index(venues, 1e9).value() == 100);
    CHECK(median_index(venues, 0.05).value() == 100);
    CHECK_THAT(mean_index(venues, 0.05).value(), WithinRel((100 + 101 + 95) / 3.0, 1e-14));
    std::vector<IndexSource> const heavy = {{Price{100}, 1}, {Price{101}, 1}, {Price{60}, 5}};
    CHECK(median_index(heavy, 1e9).value() == 60);
    std::vector<IndexSource> const even = {{Price{100}, 1}, {Price{102}, 1}, {Price{0}, 9}};
    CHECK(median_index(even, 1e9).value() == 101);
    CHECK_THROWS_AS(median_index(std::vector<IndexSource>{{Price{0}, 1}}, 1), InputError);
}
