// What a venue asks for a position that is opened: the tier's leverage or the cap, and what concentration adds.

#include <catch2/catch.hpp>

#include "model/position_book.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;

// A position of 40 of the 100 units held long is 0.3 above the tenth from which it counts as concentrated: 0.2 of that
// is 0.06, on top of the 0.1 that a leverage of 10 asks for, and of the 0.09 that must be kept.
TEST_CASE("a concentrated position is opened with the margin that keeps it, and asks for what it wants below that",
          "[model][perp]")
{
    MarginTerms terms{{ContractKind::linear, 1, 1}, MarginSchedule{std::vector<MarginTier>{{0, 0.09, 20}}}};
    terms.leverage_cap = 10;
    terms.concentration = Share{0.1};
    terms.add_on = 0.2;
    PositionBook book{terms};
    PositionId const one = book.open(AccountId{0}), other = book.open(AccountId{1});
    CHECK(book.allowed_leverage(Units{40}, 4000, 0) == 10);  // nothing is open yet
    book.set(one, {Units{100}, Amount{10000}, Amount{5000}});
    book.set(other, {Units{-100}, Amount{-10000}, Amount{5000}});
    book.reorder();
    CHECK(book.allowed_leverage(Units{10}, 1000, 0) == 10);
    CHECK(book.allowed_leverage(Units{10}, 1000, 4) == 4);
    for (Units const size : {Units{40}, Units{-40}}) {
        double const most = book.allowed_leverage(size, 4000, 0);
        CHECK_THAT(most, WithinAbs(1 / 0.16, 1e-12));
        CHECK(book.allowed_leverage(size, 4000, 4) == 4);
        CHECK(book.allowed_leverage(size, 4000, 8) == most);
        Amount const margin{static_cast<std::int64_t>(4000 / most)};
        CHECK_FALSE(book.below_maintenance({size, Amount{size.value() * 100}, margin}, Price{100}));
        CHECK(book.below_maintenance({size, Amount{size.value() * 100}, Amount{400}}, Price{100}));
    }
}
