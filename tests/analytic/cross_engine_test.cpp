// One wallet behind several positions, through the whole engine and by configuration alone: Binance's liquidation
// prices, dYdX's bankruptcy and fillable prices. The same as pure functions: liquidation_price_test.cpp.

#include <fmt/format.h>

#include "tests/analytic/case_file.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

namespace {

/// A position of a wallet, as a venue's example states it.
struct Held {
    std::string base;
    double size, entry, mark, rate, deduction;
};

/// What the books can count of money is bounded: makers of more than two markets have less each.
void share_money(Json& world)
{
    double const part = std::min(1.0, 2 / static_cast<double>(world.at("markets").size()));
    for (Json& market : world.at("markets"))
        market["maker_quote"] = part * market.at("maker_quote").get<double>();
}

/// The wallet stands with one mark a tolerance before its liquidation price and is taken over a tolerance beyond it,
/// while the other market keeps its mark.
void check_wallet(double wallet, std::vector<Held> const& held, std::size_t which, double expected, double tolerance)
{
    Json world = venue_world();
    std::vector<Leg> legs;
    for (Held const& one : held) {
        PerpVenue venue{.price = one.entry};
        venue.tiers = tier_with(one.rate, one.deduction);
        add_market(world, one.base, venue);
        legs.push_back({one.base, one.size});
    }
    share_money(world);
    add_cross_holder(world, "wallet", legs, wallet);
    double const side = held[which].size > 0 ? 1 : -1;
    for (std::size_t i = 0; i < held.size(); ++i)
        if (i == which)
            add_prices(world, {expected + side * tolerance, expected - side * tolerance}, held[i].base);
        else
            add_prices(world, {held[i].mark}, held[i].base);
    Configured run{world};
    run.go(2);
    CAPTURE(wallet, which, expected);
    for (Held const& one : held) {
        CAPTURE(one.base);
        CHECK_THAT((LeverageView{run, one.base}.size("wallet")), WithinAbs(one.size, 1e-7));
    }
    run.go(1);
    for (Held const& one : held) {
        CAPTURE(one.base);
        CHECK(LeverageView{run, one.base}.size("wallet") == 0);
        CHECK_THAT((LeverageView{run, one.base}.inventory()), WithinAbs(one.size, 1e-7));
    }
}

Held held_of(Json const& one, std::string const& base, double mark)
{
    double const side = one.at("side") == "long" ? 1 : -1;
    return {base,
            side * one.at("amount").get<double>(),
            one.at("entry_price"),
            mark,
            one.at("maintenance_rate"),
            one.at("maintenance_amount")};
}

/// A thousand times an account of dYdX, so that smallest units are fine against the stated tolerance.
constexpr double scale = 1000;

struct Account {
    Json const& one;
    std::vector<Json> positions;
    double quote;

    explicit Account(Json const& row)
        : one{row},
          positions(row.at("account").at("positions").begin(), row.at("account").at("positions").end()),
          quote{row.at("account").at("quote_balance").get<double>()}
    {
    }
    [[nodiscard]] double size(std::size_t i) const { return positions[i].at("size").get<double>(); }
    [[nodiscard]] double price(std::size_t i) const { return positions[i].at("oracle_price").get<double>(); }
    /// Where a price comes from that has moved against the position by this factor.
    [[nodiscard]] double start(std::size_t i, double away) const
    {
        return size(i) > 0 ? price(i) * away : price(i) / away;
    }
    [[nodiscard]] double money(double away) const
    {
        double sum = quote;
        for (std::size_t i = 0; i < positions.size(); ++i)
            sum += size(i) * start(i, away);
        return sum;
    }
    [[nodiscard]] double maintenance(double away) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < positions.size(); ++i)
            sum += std::abs(size(i)) * start(i, away) * positions[i].at("maintenance_rate").get<double>();
        return sum;
    }
    [[nodiscard]] bool falls() const { return money(1) < maintenance(1); }
    /// With just its maintenance the engine takes it over (M 1.1), and dYdX leaves it.
    [[nodiscard]] bool on_the_edge() const { return std::abs(money(1) - maintenance(1)) < 1e-9 * maintenance(1); }
    [[nodiscard]] std::size_t which() const { return one.value("position_index", std::size_t{0}); }
    [[nodiscard]] std::string base(std::size_t i) const { return positions[i].at("asset").get<std::string>(); }
};

/// A world in which the account was sound, entered there, and came to where it is by one jump of all its prices.
Json jumped(Account const& account, Json const& rules)
{
    double away = 1.25;
    while (account.money(away) < 1.5 * account.maintenance(away) && away < 1e5)
        away *= 1.5;
    REQUIRE(account.money(away) >= 1.5 * account.maintenance(away));
    Json world = venue_world(8);
    world["mechanisms"]["margin"].update(rules);
    std::vector<Leg> legs;
    for (std::size_t i = 0; i < account.positions.size(); ++i) {
        PerpVenue venue{.price = account.start(i, away), .depth = 1e9};
        venue.tiers = one_tier(account.positions[i].at("maintenance_rate"));
        add_market(world, account.base(i), venue);
        add_prices(world, {account.price(i)}, account.base(i));
        legs.push_back({account.base(i), scale * account.size(i)});
    }
    share_money(world);
    add_cross_holder(world, "account", legs, scale * account.money(away));
    return world;
}

/// The rows of dYdX on which we agree when an account is taken over.
std::vector<Json> rows_of(std::string const& kind)
{
    std::vector<Json> rows;
    for (Json const& one : cases::all("perp_bankruptcy_and_fillable_price.json"))
        if (one.at("kind") == kind && (kind == "is_liquidatable" || !Account{one}.on_the_edge()))
            rows.push_back(one);
    return rows;
}

}  // namespace

// Binance's published wallet of 1,535,443.01 USDT with two longs; M 1.2.
TEST_CASE("the engine liquidates Binance's wallet behind two longs where it says", "[analytic][leverage][cross]")
{
    std::vector<Held> const both = {{"BTC", 109.488, 32481.98, 31967.27, 0.025, 16300},
                                    {"ETH", 3683.979, 1456.84, 1335.18, 0.1, 135365}};
    check_wallet(1535443.01, both, 0, 26316.89, 0.005);
    check_wallet(1535443.01, both, 1, 1153.26, 0.005);
    validation_row("Binance's wallet through the engine, BTC and ETH", "M 1.2", "26,316.89 and 1,153.26 +- 0.005",
                   "there");
}

TEST_CASE("the engine liquidates published cross-margined accounts", "[analytic][leverage][cross]")
{
    int done = 0;
    for (Json const& one : cases::all("liquidation_price_isolated_and_cross.json")) {
        if (one.at("margin") != "cross")
            continue;
        std::vector<Held> held{held_of(one, "FIRST", 0)};
        for (Json const& other : one.at("other_positions"))
            held.push_back(held_of(other, fmt::format("OTHER{}", held.size()), other.at("mark_price")));
        check_wallet(one.at("wallet_balance"), held, 0, one.at("liquidation_price"), one.at("abs_tolerance"));
        ++done;
    }
    CHECK(done >= 1);
}

// By hand: 500 behind a long of 10 from 100, a short of 5 from 200 that is now at 210 and a long of 100 from 10 now at
// 9, at rates of 1, 2 and 5 %: 500 - 50 - 100 + 10 (P - 100) = 0.1 P + 21 + 45.
TEST_CASE("the engine liquidates a wallet behind three positions", "[analytic][leverage][cross]")
{
    std::vector<Held> const three = {
        {"A", 10, 100, 100, 0.01, 0}, {"B", -5, 200, 210, 0.02, 0}, {"C", 100, 10, 9, 0.05, 0}};
    check_wallet(500, three, 0, (1000 - 350 + 66) / 9.9, 1e-4);
}

TEST_CASE("the engine takes accounts of dYdX over when they are below maintenance", "[analytic][leverage][cross]")
{
    int done = 0;
    for (Json const& one : rows_of("is_liquidatable")) {
        Account const account{one};
        CAPTURE(one.dump());
        if (account.positions.empty()) {
            CHECK_FALSE(one.at("expected").get<bool>());  // there is nothing to take over
            ++done;
            continue;
        }
        Configured run{jumped(account, Json::object())};
        run.go(2);
        bool const gone = LeverageView{run, account.base(0)}.size("account") == 0;
        CHECK(gone == (account.on_the_edge() || one.at("expected").get<bool>()));
        ++done;
    }
    CHECK(done >= 1);
}

// What the engine pays for a whole position; a part of an order is the same part of it, as the formula is linear in the
// size closed. Who has no equity left is taken over whole, whatever the style.
TEST_CASE("the engine takes accounts of dYdX over at their bankruptcy prices", "[analytic][leverage][cross]")
{
    int done = 0;
    for (Json const& one : rows_of("bankruptcy_price_of_order")) {
        Account const account{one};
        CAPTURE(one.dump());
        Configured run{jumped(account, Json::object())};
        run.go(2);
        std::size_t const i = account.which();
        LeverageView const seen{run, account.base(i)};
        CHECK((seen.size("account") == 0) == account.falls());
        if (!account.falls())
            continue;
        CHECK_THAT(seen.inventory(), WithinAbs(scale * account.size(i), 1e-7));
        double const part = -one.at("size_delta").get<double>() / account.size(i);
        double const paid = part * seen.signed_cost() / scale, expected = one.at("quote_received_at_bankruptcy");
        CHECK_THAT(paid, WithinAbs(expected, one.at("abs_tolerance").get<double>()));
        validation_row(fmt::format("dYdX, paid at takeover, {}", one.at("name").get<std::string>()), "dYdX", expected,
                       paid);
        ++done;
    }
    CHECK(done >= 5);
}

// The limit of the engine's order, and that the order fills above it and not below.
TEST_CASE("the engine sells accounts of dYdX at their fillable prices", "[analytic][leverage][cross]")
{
    int done = 0;
    for (Json const& one : rows_of("fillable_price")) {
        Account const account{one};
        CAPTURE(one.dump());
        std::size_t const i = account.which();
        double const expected = one.at("price"), side = account.size(i) > 0 ? 1 : -1;
        Json const world = jumped(account, {{"price", "fillable"},
                                            {"bankruptcy_adjustment", one.at("bankruptcy_adjustment")},
                                            {"spread_to_maintenance", one.at("spread_to_maintenance")}});
        for (double const beyond : {-1e-3, 1e-3}) {
            Json next = world;
            add_jump(next, account.base(i), 2, account.price(i), expected * (1 - side * beyond));
            Configured run{next};
            run.go(2);
            LeverageView const seen{run, account.base(i)};
            CHECK((seen.size("account") == 0) == account.falls());
            if (!account.falls())
                continue;
            CHECK_THAT(seen.market().engine_order.limit, WithinAbs(expected, one.at("abs_tolerance").get<double>()));
            CHECK_THAT(seen.inventory(), WithinAbs(scale * account.size(i), 1e-7));
            run.go(1);
            CHECK((seen.inventory() == 0) == (beyond < 0));
            if (beyond > 0)
                validation_row(fmt::format("dYdX, limit of the engine, {}", one.at("name").get<std::string>()), "dYdX",
                               expected, seen.market().engine_order.limit);
            ++done;
        }
    }
    CHECK(done >= 8);
}
