// Positions in integers: longs equal shorts, and clearing cash and costs sum to nothing whatever is filled.

#include "model/positions.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "model/ledger.hpp"
#include "tests/support/property.hpp"

using namespace stampede;

namespace {

/// A market without a book: what is filled, who holds what, and what the clearing account has.
struct Pit {
    Contract contract;
    std::vector<Position> positions;
    Amount clearing{0};
    std::vector<Amount> cash;

    Pit(ContractKind kind, std::size_t traders) : contract{kind, 1e4, 1e6}, positions(traders), cash(traders) {}

    void book(std::size_t who, Units size, Amount cost)
    {
        Amount const gain = fill(positions[who], size, cost);
        cash[who] += gain;
        clearing -= gain;
    }
    void trade(std::size_t buyer, std::size_t seller, Units size, Price price)
    {
        Amount const cost = value_of(size, contract, price);
        book(buyer, size, cost);
        book(seller, -size, -cost);
    }
    void take(std::size_t victim, std::size_t taker)
    {
        TakeOver const moved = take_over(positions[victim], positions[taker]);
        clearing += moved.to_clearing - moved.realised;
        cash[taker] += moved.realised;
    }
    [[nodiscard]] std::int64_t open() const
    {
        std::int64_t sum = 0;
        for (Position const& position : positions)
            sum += position.size.value();
        return sum;
    }
    [[nodiscard]] std::int64_t unbalanced() const
    {
        std::int64_t sum = clearing.value();
        for (Position const& position : positions)
            sum += position.cost.value();
        return sum;
    }
    /// Clearing cash, what all have realised, and margins: nothing comes from nowhere.
    [[nodiscard]] std::int64_t money() const
    {
        std::int64_t sum = clearing.value();
        for (std::size_t i = 0; i < cash.size(); ++i)
            sum += cash[i].value() + positions[i].margin.value();
        return sum;
    }
};

}  // namespace

TEST_CASE("opened, added to, reduced, closed, flipped", "[analytic][positions]")
{
    Position position;
    CHECK(fill(position, Units{10}, Amount{1000}) == Amount{0});
    CHECK(fill(position, Units{10}, Amount{1200}) == Amount{0});
    CHECK(position.cost == Amount{2200});
    CHECK(fill(position, Units{-5}, Amount{-600}) == Amount{50});  // sold 5 at 120 that had cost 550
    CHECK(position.cost == Amount{1650});
    CHECK(fill(position, Units{-20}, Amount{-2000}) == Amount{-150});  // 15 that cost 1650 for 1500, 5 short at 100
    CHECK(position.size == Units{-5});
    CHECK(position.cost == Amount{-500});
    CHECK(fill(position, Units{5}, Amount{400}) == Amount{100});
    CHECK(position.size == Units{0});
    CHECK(position.cost == Amount{0});
}

TEST_CASE("an inverse long wins coins when the price rises", "[analytic][positions]")
{
    Contract const coin{ContractKind::inverse, 1, 1e8};
    Position position;
    static_cast<void>(fill(position, Units{10000}, value_of(Units{10000}, coin, Price{10000})));
    CHECK(position.cost == Amount{-100000000});
    CHECK(unrealised(position, coin, Price{20000}) == 50000000);
    CHECK(fill(position, Units{-10000}, value_of(Units{-10000}, coin, Price{20000})) == Amount{50000000});
}

TEST_CASE("longs equal shorts and no money comes from nowhere, linear and inverse", "[analytic][positions]")
{
    testing::for_all("a random pit balances", [] {
        auto const kind = *rc::gen::element(ContractKind::linear, ContractKind::inverse);
        Pit pit{kind, 5};
        std::int64_t posted = 0;
        for (int i = 0; i < 60; ++i) {
            auto const a = *rc::gen::inRange<std::size_t>(0, 5), b = *rc::gen::inRange<std::size_t>(0, 5);
            if (a == b)
                continue;
            if (*rc::gen::inRange(0, 8) == 0 && pit.positions[a].size.value() != 0)
                pit.take(a, b);
            else
                pit.trade(a, b, Units{*rc::gen::inRange<std::int64_t>(1, 1000000)},
                          Price{*rc::gen::inRange(1, 100000) * 0.37});
            auto const margin = *rc::gen::inRange<std::int64_t>(0, 1000);
            pit.positions[a].margin += Amount{margin};
            posted += margin;
            RC_ASSERT(pit.open() == 0);
            RC_ASSERT(pit.unbalanced() == 0);
            RC_ASSERT(pit.money() == posted);
            for (Position const& position : pit.positions)
                RC_ASSERT(position.size.value() != 0 || position.cost.value() == 0);
        }
    });
}

TEST_CASE("a takeover leaves the taker with the position at the bankruptcy price", "[analytic][positions]")
{
    Contract const linear{ContractKind::linear, 1e8, 1e8};
    Units const one{100000000};
    Position victim{one, value_of(one, linear, Price{100}), Amount{10'00000000}}, engine;
    Price const ruin = bankruptcy_price(victim, linear);
    TakeOver const moved = take_over(victim, engine);
    CHECK(ruin.value() == 90);
    CHECK(moved.to_clearing == Amount{10'00000000});
    CHECK(engine.cost == value_of(one, linear, ruin));
    CHECK(victim.size == Units{0});
}
