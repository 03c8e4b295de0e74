// What every population promises, asked of everything in the roster.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "tests/support/column_store.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// What an agent of this kind has to be told of the world below, going by what it declares.
std::string told(std::string_view kind)
{
    std::unique_ptr<Population> const one = roster<Population>().find(kind)->make();
    std::vector<SeenField> const fields = fields_of(*one);
    auto const declares = [&](std::string_view name) {
        return std::any_of(fields.begin(), fields.end(), [&](SeenField const& field) { return field.path == name; });
    };
    std::string text;
    if (declares("institution"))
        text += R"(, "institution": "Fund")";
    if (declares("issuer"))
        text += R"(, "issuer": "Issuer", "venue": "Exchange", "speed": 0)";
    else if (declares("coin"))
        text += R"(, "coin": "PAR", "venue": "Exchange")";
    if (kind == "peg_defender")
        text += R"(, "money": 1e6)";
    if (declares("target_leverage"))
        text += R"(, "most_leverage": 2.2, "target_leverage": 2)";
    if (declares("pool") && kind != "keeper")
        text += R"(, "pool": "Pool")";
    if (declares("protocol"))
        text += R"(, "protocol": "Vaults")";
    if (kind == "keeper")
        text += R"(, "venue": "Exchange")";
    else if (declares("venues"))
        text += R"(, "venues": ["Exchange"], "base": "COIN")";
    else if (declares("base"))
        text += R"(, "venue": "Exchange", "base": "COIN")";
    else if (declares("venue") && !declares("issuer") && !declares("coin"))
        text += R"(, "venue": "Lender", "count": 300)";
    if (declares("coins"))
        text += R"(, "coins": {"USD": 1, "COIN": 1})";
    if (declares("moves_to"))
        text += R"(, "moves_to": ["Exchange"], "moves": 0.5)";
    if (declares("attention/per_day"))
        text += R"(, "attention": {"per_day": 48})";
    if (kind == "institution_depositor")
        text += R"(, "rule": {"kind": "global_game", "news_weight": 1})";
    return text;
}

/// The parameter with which an agent of this kind is there and has nothing to act with.
std::string neutral_parameter(std::string_view kind)
{
    if (kind == "fund")
        return R"("most_leverage": 1e6, "target_leverage": 1e6)";
    std::unique_ptr<Population> const one = roster<Population>().find(kind)->make();
    for (std::string_view const name : {"count", "money", "wealth"})
        for (SeenField const& field : fields_of(*one))
            if (field.path == name && field.range.low <= 0)
                return R"(")" + std::string{name} + R"(": 0)";
    throw BrokenInvariant{std::string{kind} + ": say here with what it has nothing to act with"};
}

/// Whether the agents that are asked are there, and with what.
enum class Them { absent, idle, busy };

/// A world with a market and a lender in which every kind of agent has something to do.
std::string world_with(std::string_view kind, Them who = Them::busy)
{
    std::string const fall = R"("shocks": {"fall": {"kind": "price_jump", "at": "2h", "asset": "COIN", "change": -0.2},
        "news": {"kind": "news", "at": "1h", "venue": "Lender", "level": "insolvency_reported"},
        "dump": {"kind": "swap", "at": "3h", "pool": "Pool", "give": "COIN", "take": "USD", "coins": 300})";
    bool const of_a_coin =
        told(kind).find("Exchange") != std::string::npos &&
        (told(kind).find("Issuer") != std::string::npos || told(kind).find("PAR") != std::string::npos);
    std::string const coin = of_a_coin ? R"(, "PAR": {"kind": "stablecoin", "decimals": 4, "supply": 1e9})" : "";
    std::string const issuer = of_a_coin ? R"(, "Issuer": {"kind": "issuer", "issues": "PAR", "par": "USD"})" : "";
    std::string const book =
        of_a_coin ? R"(, "PAR-USD": {"venue": "Exchange", "base": "PAR", "quote": "USD", "depth": 1e6})" : "";
    std::string const depeg = of_a_coin
                                  ? R"(, "depeg": {"kind": "price_jump", "at": "1h", "asset": "PAR", "change": -0.1},
        "doubt": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})"
                                  : "";
    std::string const accepted = of_a_coin ? R"("collateral": {"PAR": 0.02})" : "";
    std::string const owner = R"("owner": {"kind": "vault_owner", "protocol": "Vaults", "count": 1,
        "collateral": 1e4, "health": 1.1, "minds": 0})";
    nlohmann::json them = nlohmann::json::parse(R"({"kind": ")" + std::string{kind} + R"(")" + told(kind) + "}");
    if (who == Them::idle)
        them.update(nlohmann::json::parse("{" + neutral_parameter(kind) + "}"));
    std::string agents = kind == "keeper" ? owner : "";
    if (who != Them::absent)
        agents += (agents.empty() ? "" : ", ") + (R"("them": )" + them.dump());
    return R"("step_seconds": 600, "days": 0.5,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4})" +
           coin + R"(},
        "institutions": {"Exchange": {)" +
           accepted + R"(}, "Lender": {"kind": "lender"},
            "Fund": {"kind": "fund", "tokens": {"COIN": 2000}})" +
           issuer + R"(},
        "exposures": {"loan": {"creditor": "Lender", "debtor": "Fund", "asset": "USD", "amount": 100000}},
        "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e6},
            "COIN-PERP": {"kind": "perp", "venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e6})" +
           book + R"(},
        "social": {"kind": "erdos_renyi", "degree": 6},
        "pools": {"Pool": {"curve": {"kind": "constant_product"}, "coins": {"USD": 1e5, "COIN": 1000}, "quote": "USD"}},
        "protocols": {"Vaults": {"collateral": "COIN", "coin": "USD", "supplied": 1e8}},
        "agents": {)" +
           agents + "}, " + fall + depeg + "}";
}

/// The population that is asked; somebody else may be there for it to act upon.
Population& them(Simulation& run)
{
    for (auto const& population : run.populations())
        if (population->enrolment().name == "them")
            return *population;
    throw BrokenInvariant{"no population \"them\""};
}

template <class Wish, class Match>
bool alike(std::vector<Wish> const& a, std::vector<Wish> const& b, Match match)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), match);
}

bool same(Intents const& a, Intents const& b)
{
    auto const orders_match = [](Order const& x, Order const& y) {
        return x.market == y.market && x.side == y.side && x.base == y.base && x.quote == y.quote &&
               x.wallet == y.wallet && x.amount == y.amount && x.limit == y.limit;
    };
    auto const asks_match = [](WithdrawalWish const& x, WithdrawalWish const& y) {
        return x.claim == y.claim && x.amount == y.amount && x.then == y.then && x.leaves == y.leaves;
    };
    auto const bands_match = [](Band const& x, Band const& y) {
        return x.base == y.base && x.side == y.side && x.near == y.near && x.far == y.far && x.amount == y.amount;
    };
    auto const house_match = [](HouseOrder const& x, HouseOrder const& y) {
        return x.owner == y.owner && x.side == y.side && x.amount == y.amount;
    };
    auto const perps_match = [](PerpOrder const& x, PerpOrder const& y) {
        return x.market == y.market && x.position == y.position && x.side == y.side && x.size == y.size;
    };
    auto const depth_match = [](PerpBand const& x, PerpBand const& y) {
        return x.position == y.position && x.side == y.side && x.near == y.near && x.far == y.far && x.size == y.size;
    };
    auto const swaps_match = [](SwapWish const& x, SwapWish const& y) {
        return x.give == y.give && x.take == y.take && x.amount == y.amount && x.least == y.least;
    };
    auto const removals_match = [](RemovalWish const& x, RemovalWish const& y) {
        return x.shares == y.shares && x.wallets == y.wallets && x.amount == y.amount;
    };
    auto const liquidations_match = [](LiquidationWish const& x, LiquidationWish const& y) {
        return x.vault == y.vault && x.pays == y.pays && x.repay == y.repay;
    };
    auto const repayments_match = [](RepaymentWish const& x, RepaymentWish const& y) {
        return x.vault == y.vault && x.pays == y.pays && x.amount == y.amount;
    };
    auto const redemptions_match = [](RedemptionWish const& x, RedemptionWish const& y) {
        return x.coins == y.coins && x.money == y.money && x.amount == y.amount;
    };
    auto const deposits_match = [](DepositWish const& x, DepositWish const& y) {
        return x.claim == y.claim && x.amount == y.amount && x.returns == y.returns;
    };
    auto const mints_match = [](MintWish const& x, MintWish const& y) {
        return x.money == y.money && x.coins == y.coins && x.amount == y.amount;
    };
    auto const margins_match = [](MarginWish const& x, MarginWish const& y) {
        return x.market == y.market && x.position == y.position && x.amount == y.amount && x.leverage == y.leverage;
    };
    return alike(a.perp_bands, b.perp_bands, depth_match) && alike(a.perp_orders, b.perp_orders, perps_match) &&
           alike(a.orders, b.orders, orders_match) && alike(a.withdrawals, b.withdrawals, asks_match) &&
           alike(a.bands, b.bands, bands_match) && alike(a.house_orders, b.house_orders, house_match) &&
           alike(a.swaps, b.swaps, swaps_match) && alike(a.removals, b.removals, removals_match) &&
           alike(a.liquidations, b.liquidations, liquidations_match) &&
           alike(a.repayments, b.repayments, repayments_match) &&
           alike(a.redemptions, b.redemptions, redemptions_match) && alike(a.deposits, b.deposits, deposits_match) &&
           alike(a.mints, b.mints, mints_match) && alike(a.margins, b.margins, margins_match);
}

/// Every account that a wish would take from, and what it would take.
std::vector<std::pair<AccountId, Amount>> takings(Intents const& wishes)
{
    std::vector<std::pair<AccountId, Amount>> all;
    for (WithdrawalWish const& wish : wishes.withdrawals) {
        all.emplace_back(wish.claim, wish.amount);
        if (wish.then.valid())
            all.emplace_back(wish.then, Amount{0});  // nothing is given away, either
    }
    for (Order const& order : wishes.orders) {
        AccountId const pays = order.wallet.valid()       ? order.wallet
                               : order.side == Side::sell ? order.base
                                                          : order.quote;
        all.emplace_back(pays, Amount{0});
    }
    for (SwapWish const& wish : wishes.swaps)
        all.emplace_back(wish.give, wish.amount);
    for (RemovalWish const& wish : wishes.removals)
        all.emplace_back(wish.shares, wish.amount);
    for (LiquidationWish const& wish : wishes.liquidations)
        all.emplace_back(wish.pays, wish.repay);
    for (RepaymentWish const& wish : wishes.repayments)
        all.emplace_back(wish.pays, wish.amount);
    for (RedemptionWish const& wish : wishes.redemptions)
        all.emplace_back(wish.coins, wish.amount);
    for (MintWish const& wish : wishes.mints)
        all.emplace_back(wish.money, wish.amount);
    for (Band const& band : wishes.bands)
        all.emplace_back(band.side == Side::sell ? band.base : band.quote, Amount{0});
    return all;
}

/// What the rows wish if each is asked by itself, in this sequence.
Intents decided_alone(Simulation& run, std::vector<Row> const& rows)
{
    static_cast<void>(them(run).wake(run.world()));
    Intents all;
    for (Row const row : rows) {
        Intents block;
        them(run).decide(run.world(), run.world().draws, std::span{&row, 1}, block);
        all.append(block);
    }
    return all;
}

/// Prices, what venues owe and have, and how much has happened: what others would notice.
std::vector<double> seen_by_all(View& world)
{
    std::vector<double> all{static_cast<double>(world.events.size())};
    for (Market const& market : world.markets)
        all.push_back(market.mid);
    for (PerpMarket const& market : world.perps)
        all.insert(all.end(), {market.mid, market.mark, market.index});
    for (std::size_t i = 1; i < world.institution_count(); ++i)
        for (std::size_t asset = 0; asset < world.assets.size(); ++asset) {
            InstitutionId const id = InstitutionId::of(i);
            all.push_back(static_cast<double>(world.ledger.claims(id, AssetId::of(asset)).value()));
            all.push_back(static_cast<double>(world.ledger.stored(id, AssetId::of(asset), Storage::hot).value()));
        }
    return all;
}

/// Wishes of every row by itself, in the order of the rows; seven threads take them in turn.
std::vector<Intents> decided_by_seven(Population& population, View& seen, std::span<Row const> awake)
{
    constexpr std::size_t threads = 7;
    std::vector<Intents> blocks(awake.size());
    std::vector<std::thread> crew;
    for (std::size_t hand = 0; hand < threads; ++hand)
        crew.emplace_back([&, hand] {
            for (std::size_t row = hand; row < awake.size(); row += threads)
                population.decide(seen, seen.draws, awake.subspan(row, 1), blocks[row]);
        });
    for (std::thread& hand : crew)
        hand.join();
    return blocks;
}

template <class Check>
void in_every_kind(Check check)
{
    for (auto const& entry : roster<Population>().entries())
        DYNAMIC_SECTION(entry.name)
        {
            check(entry.name);
        }
}

}  // namespace

TEST_CASE("the same seed gives the same wishes, another one other luck", "[agents][contract]")
{
    in_every_kind([](std::string_view kind) {
        auto const first = world_of(world_with(kind)), second = world_of(world_with(kind));
        run_to_end(*first);
        run_to_end(*second);
        CHECK(saved(*first) == saved(*second));
        if (kind != "fund" && kind != "peg_defender") {
            auto const other = world_of(world_with(kind), {2});
            run_to_end(*other);
            CHECK(saved(*first) != saved(*other));
        }
    });
}

TEST_CASE("each kind does something in its world", "[agents][contract]")
{
    in_every_kind([](std::string_view kind) {
        auto const run = world_of(world_with(kind));
        std::size_t acts = 0;
        while (!run->done()) {
            run->step();
            acts += run->wishes().withdrawals.size() + run->wishes().orders.size() + run->wishes().bands.size() +
                    run->wishes().house_orders.size() + run->wishes().perp_orders.size() +
                    run->wishes().perp_bands.size() + run->wishes().margins.size() + run->wishes().swaps.size() +
                    run->wishes().removals.size() + run->wishes().liquidations.size() + run->wishes().repayments.size();
        }
        CHECK(acts > 0);
    });
}

TEST_CASE("nobody wishes for another's money, nor for more than there is", "[agents][contract]")
{
    in_every_kind([](std::string_view kind) {
        auto const run = world_of(world_with(kind));
        ClassId const own = ClassId::of(run->world().ledger.wealth().classes().size() - 1);
        while (!run->done()) {
            std::map<AccountId, Amount> had;
            for (std::size_t i = 0; i < run->world().ledger.accounts(); ++i)
                had[AccountId::of(i)] = run->world().ledger.balance(AccountId::of(i));
            run->step();
            for (auto const& [account, amount] : takings(run->wishes())) {
                REQUIRE(run->world().ledger.owner_class(account) == own);
                REQUIRE(amount <= had[account]);
            }
            PositionBook const& positions = run->world().perps.front().positions;
            for (PerpOrder const& order : run->wishes().perp_orders)
                REQUIRE(run->world().ledger.owner_class(positions.account(order.position)) == own);
            for (PerpBand const& band : run->wishes().perp_bands)
                REQUIRE(run->world().ledger.owner_class(positions.account(band.position)) == own);
            for (HouseOrder const& order : run->wishes().house_orders)
                REQUIRE(run->world().institutions[order.owner.index()].name == "Fund");
        }
    });
}

// A run cuts its rows into blocks of thousands; here every row is a block of its own, and seven threads share them.
TEST_CASE("rows decide alike in one block, each alone in seven threads, and from the last to the first",
          "[agents][contract]")
{
    in_every_kind([](std::string_view kind) {
        std::size_t most_awake = 0;
        auto const whole = world_of(world_with(kind)), parts = world_of(world_with(kind)),
                   backwards = world_of(world_with(kind));
        for (int step = 0; step < 20; ++step) {
            for (auto* const run : {whole.get(), parts.get(), backwards.get()})
                run->step();
            std::span<Row const> const looking = them(*whole).wake(whole->world());
            std::vector<Row> const awake{looking.begin(), looking.end()};
            static_cast<void>(them(*parts).wake(parts->world()));
            Intents together, apart;
            them(*whole).decide(whole->world(), whole->world().draws, awake, together);
            for (Intents const& block : decided_by_seven(them(*parts), parts->world(), awake))
                apart.append(block);
            REQUIRE(same(together, apart));
            REQUIRE(saved(*whole) == saved(*parts));  // what looking changed in the rows themselves
            Intents reverse = decided_alone(*backwards, {awake.rbegin(), awake.rend()});
            together.put_in_order();
            reverse.put_in_order();
            REQUIRE(same(together, reverse));
            REQUIRE(saved(*whole) == saved(*backwards));
            most_awake = std::max(most_awake, awake.size());
        }
        std::set<std::string_view> const one_looks{"fund", "peg_defender", "noise_trader"};  // in any one step
        CHECK((most_awake > 1) == !one_looks.contains(kind));
    });
}

TEST_CASE("whoever has nothing changes nothing", "[agents][contract]")
{
    in_every_kind([](std::string_view kind) {
        std::string const neutral = neutral_parameter(kind);
        auto const without = world_of(world_with(kind, Them::absent)), idle = world_of(world_with(kind, Them::idle)),
                   busy = world_of(world_with(kind));
        bool differs = false;
        while (!without->done()) {
            for (auto* const run : {without.get(), idle.get(), busy.get()})
                run->step();
            CAPTURE(neutral, without->world().clock.step);
            REQUIRE(seen_by_all(idle->world()) == seen_by_all(without->world()));
            differs = differs || seen_by_all(busy->world()) != seen_by_all(without->world());
        }
        CHECK(differs);
    });
}

TEST_CASE("a population saved and restored goes on as if nothing had been", "[agents][contract]")
{
    in_every_kind([](std::string_view kind) {
        auto const straight = world_of(world_with(kind)), resumed = world_of(world_with(kind));
        for (int step = 0; step < 30; ++step)
            straight->step();
        restore(*resumed, saved(*straight));
        resumed->restored();
        run_to_end(*straight);
        run_to_end(*resumed);
        CHECK(saved(*straight) == saved(*resumed));
    });
}
