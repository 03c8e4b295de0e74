#include "model/mechanisms/treasury.hpp"

#include <algorithm>

#include "model/mechanisms/arrivals.hpp"
#include "model/mechanisms/rules_at.hpp"
#include "model/mechanisms/treasury_parts.hpp"

namespace stampede {

void Treasury::Rules::visit(FieldVisitor& field)
{
    field("policy", policy, "how much is kept liquid, and what is done when it is not enough");
    field("reuse", reuse, unit_interval, "1",
          "part of the clients' assets that it may use; the rest stays in storage; 1 = all");
    field("conversion_time", conversion_time, not_negative,
          "time constant in which a shortage of one asset is bought with others");
    field("slippage", slippage, unit_interval, "1",
          "farthest from mid that it trades in a step; 1 = any price down to 0");
    field("hedge_leverage", hedge_leverage, {0.1, 100}, "1", "notional / margin of its short in a perpetual market");
    field("hedge_band", hedge_band, unit_interval, "1",
          "gap between a short and what it should be, in parts of it, that is left alone");
}

void Treasury::Parameters::visit(FieldVisitor& field)
{
    rules.visit(field);
    field("at", at,
          "institutions with rules of their own, by name; what is not said there is as built in, not as above");
    field("sells", sells, "false: treasuries sell nothing through the books");
}

Treasury::Treasury(Parameters parameters, std::vector<std::string> const& names, std::vector<double> weights)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}, weights_{std::move(weights)}
{
}

namespace {

/// Is this something its owner can count on: not settled, not frozen, owed by somebody who has not failed?
bool recallable(World const& world, InstitutionGraph::edge_descriptor const& edge)
{
    Exposure const& exposure = world.institutions[edge];
    return exposure.settled == 0 && !world.frozen(exposure) &&
           !world.failed(InstitutionId::of(boost::target(edge, world.institutions)));
}

/// Exposures an institution owns and may still recall, in pecking order: soonest to cash first.
std::vector<InstitutionGraph::edge_descriptor> pecking_order(World const& world, InstitutionId id)
{
    std::vector<InstitutionGraph::edge_descriptor> order;
    auto const [first, last] = boost::out_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (recallable(world, *edge))
            order.push_back(*edge);
    std::stable_sort(order.begin(), order.end(), [&](auto const& a, auto const& b) {
        return world.institutions[a].time_to_cash < world.institutions[b].time_to_cash;
    });
    return order;
}

/// Debts that were recalled from it and can be paid in this step [USD].
double recalled_debts(World const& world, InstitutionId id)
{
    double usd = 0;
    auto const [first, last] = boost::in_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (world.institutions[*edge].settled == 0)
            usd += world.usd(world.institutions[*edge].asset, repayable(world, world.institutions[*edge]));
    return usd;
}

/// What was called back and has not come yet.
Amount recalled(World const& world, InstitutionId id, AssetId asset)
{
    Amount sum{0};
    auto const [first, last] = boost::out_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (world.institutions[*edge].asset == asset && recallable(world, *edge))
            sum += world.institutions[*edge].due;
    return sum;
}

/// What is owed now and neither in storage nor recalled.
Amount shortage(World const& world, InstitutionId id, AssetId asset)
{
    Amount there = recalled(world, id, asset);
    for (Storage const storage : {Storage::hot, Storage::cold, Storage::transit})
        there += world.ledger.stored(id, asset, storage);
    return std::max(Amount{0}, owed_now(world, id, asset) - there);
}

}  // namespace

TreasuryQuestion Treasury::question(World const& world, InstitutionId id) const
{
    TreasuryQuestion asked;
    asked.claims = world.claims_usd(id);
    double const payable = std::min(world.queued_usd(id), world.signals[id.index()].payable_left);
    asked.unpaid = payable + recalled_debts(world, id);
    asked.hot = world.stored_usd(id, Storage::hot);
    asked.cold = world.stored_usd(id, Storage::cold);
    asked.arriving = world.stored_usd(id, Storage::transit);
    double yield = 0;
    auto const [first, last] = boost::out_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& exposure = world.institutions[*edge];
        if (!recallable(world, *edge))
            continue;
        double const free = world.usd(exposure.asset, exposure.principal - exposure.provision - exposure.due);
        asked.placed += std::max(0.0, free);
        asked.arriving += world.usd(exposure.asset, exposure.due);
        yield += exposure.yearly_yield.value() * std::max(0.0, free);
    }
    asked.yearly_yield = asked.placed > 0 ? yield / asked.placed : 0;
    asked.equity = static_cast<double>(world.disclosed_equity(id).value()) * 1e-6;
    if (VolatilityForecast const* const forecast = rules_of(id).policy->forecast();
        forecast != nullptr && asked.claims > 0)
        for (std::size_t i = 0; i < world.assets.size(); ++i) {
            double const share = world.usd(AssetId::of(i), world.ledger.claims(id, AssetId::of(i))) / asked.claims;
            if (share > 0)
                asked.daily_variance +=
                    share * forecast->daily_variance(world.history.price[i], Duration{world.clock.dt()});
        }
    double const start = world.signals[id.index()].placed_high;
    asked.drawdown = start > 0 ? std::max(0.0, 1 - asked.placed / start) : 0;
    note_shorts(world, id, asked);
    return asked;
}

void Treasury::warm_up(World& world, InstitutionId id, double usd) const
{
    std::int64_t const lag = world.clock.steps_in(world.facts[id.index()].cold_lag, 1);
    double const cold = world.stored_usd(id, Storage::cold);
    double left = std::min(usd, cold);
    // First where the queue is short, then where most lies.
    for (bool const short_only : {true, false})
        for (std::size_t i = 0; i < world.assets.size() && left > 0; ++i) {
            AssetId const asset = AssetId::of(i);
            Amount const held = world.ledger.stored(id, asset, Storage::cold);
            Amount const lacking = owed_now(world, id, asset) - world.ledger.stored(id, asset, Storage::hot) -
                                   world.ledger.stored(id, asset, Storage::transit);
            Amount const wanted =
                short_only ? std::max(Amount{0}, lacking) : part_of(Share{std::min(1.0, usd / cold)}, held);
            Amount const moved = std::min({held, wanted, world.units_worth(asset, left) + Amount{1}});
            if (moved.value() <= 0)
                continue;
            world.ledger.move(id, asset, Storage::cold, Storage::transit, moved);
            world.transits.push_back({id, asset, moved, world.clock.step + lag});
            left -= world.usd(asset, moved);
        }
}

namespace {

void call_in(World& world, InstitutionId id, Exposure& exposure, Amount amount)
{
    if (exposure.due == Amount{0}) {
        exposure.recalled_step = world.clock.step;
        exposure.recall_event =
            world.events.add(EventKind::recall, {id, exposure.asset, {}, amount, world.usd(exposure.asset, amount)},
                             Cause{world.signals[id.index()].ask_event});
    }
    exposure.due += amount;
}

Amount not_called(Exposure const& exposure)
{
    return exposure.principal - exposure.provision - exposure.due;
}

/// What it lacks of its own token comes from where it keeps that, before any is bought.
void call_in_own_token(World& world, InstitutionId id)
{
    AssetId const token = world.facts[id.index()].token;
    if (!token.valid())
        return;
    for (auto const& edge : pecking_order(world, id)) {
        Exposure& exposure = world.institutions[edge];
        if (exposure.asset != token)
            continue;
        Amount const wanted = std::min(not_called(exposure), shortage(world, id, token));
        if (wanted.value() > 0)
            call_in(world, id, exposure, wanted);
    }
}

}  // namespace

void Treasury::recall(World& world, InstitutionId id, double usd) const
{
    double left = usd;
    auto const order = pecking_order(world, id);
    // First what the queue is short of, then whatever is cash soonest; its own token serves only those it is owed to.
    for (bool const short_only : {true, false})
        for (auto const& edge : order) {
            Exposure& exposure = world.institutions[edge];
            if (!short_only && exposure.asset == world.facts[id.index()].token)
                continue;
            Amount const lacking = short_only ? shortage(world, id, exposure.asset) : exposure.principal;
            Amount const called =
                std::min({not_called(exposure), lacking, world.units_worth(exposure.asset, left) + Amount{1}});
            if (called.value() <= 0 || left <= 0)
                continue;
            call_in(world, id, exposure, called);
            left -= world.usd(exposure.asset, called);
        }
}

void Treasury::place(World& world, InstitutionId id, double usd) const
{
    double left = usd;
    for (auto const& edge : pecking_order(world, id)) {
        Exposure& exposure = world.institutions[edge];
        if (boost::target(edge, world.institutions) != World::outside.index() || exposure.yearly_yield.value() <= 0 ||
            left <= 0)
            continue;
        Amount const hot = world.ledger.stored(id, exposure.asset, Storage::hot) - owed_now(world, id, exposure.asset);
        Amount const placed = std::min(hot, world.units_worth(exposure.asset, left));
        if (placed.value() <= 0)
            continue;
        world.ledger.transfer(id, Storage::hot, World::outside, Storage::hot, exposure.asset, placed, Channel::fee);
        world.ledger.change_exposure(id, World::outside, exposure.asset, placed, Channel::fee);
        exposure.principal += placed;
        exposure.face = std::max(exposure.face, exposure.principal);
        left -= world.usd(exposure.asset, placed);
    }
}

namespace {

/// What an institution has too little and too much of one asset in hot storage [USD].
struct AssetHolding {
    MarketId market;  ///< where it is traded for money; invalid = nowhere
    double lacking = 0, spare = 0;
};

/// Debts that were recalled and can be paid in this step, or fall due within the time it takes to raise money for
/// them: whoever pays in instalments sells as fast as they come.
Amount debts_within(World const& world, InstitutionId id, AssetId asset, Duration time)
{
    Amount owed{0};
    auto const [first, last] = boost::in_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& debt = world.institutions[*edge];
        if (debt.asset != asset || debt.settled != 0 || world.frozen(debt))
            continue;
        double const span = debt.time_to_cash.value();
        Share const share{span > time.value() ? time.value() / span : 1};
        owed += std::max(repayable(world, debt), std::min(debt.due, part_of(share, debt.face)));
    }
    return owed;
}

/// One row per asset. Its own token is never spare: a venue that sells it to pay others ends both.
std::vector<AssetHolding> positions_of(World const& world, InstitutionId id, AssetId money, Duration time)
{
    std::vector<AssetHolding> positions;
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        double const have = world.usd(asset, world.ledger.stored(id, asset, Storage::hot));
        bool const own_token = asset == world.facts[id.index()].token;
        Amount const called = own_token ? recalled(world, id, asset) : Amount{0};
        double const coming = world.usd(asset, world.ledger.stored(id, asset, Storage::transit) +
                                                   world.ledger.stored(id, asset, Storage::cold) + called);
        Amount const queued =
            world.queues[id.index()].empty() ? Amount{0} : world.queues[id.index()][asset.index()].total();
        double const owed = world.usd(asset, queued + debts_within(world, id, asset, time));
        positions.push_back({market_for(world, asset, money), std::max(0.0, owed - have - coming),
                             own_token ? 0 : std::max(0.0, have - owed)});
    }
    return positions;
}

}  // namespace

void Treasury::convert(World& world, InstitutionId id, bool sells) const
{
    Conversions planned{std::vector<double>(world.assets.size(), 0.0), std::vector<double>(world.assets.size(), 0.0)};
    std::vector<AssetId> moneys;
    for (Market const& market : world.markets)
        if (std::find(moneys.begin(), moneys.end(), market.quote) == moneys.end())
            moneys.push_back(market.quote);
    for (AssetId const money : moneys)
        convert_for(world, id, money, sells, planned);
}

void Treasury::convert_for(World& world, InstitutionId id, AssetId money, bool sells, Conversions& planned) const
{
    // What is sold now comes home two steps later.
    Duration const ahead{rules_of(id).conversion_time.value() + 2 * world.clock.dt()};
    std::vector<AssetHolding> positions = positions_of(world, id, money, ahead);
    double lacking_coins = 0, spare_coins = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        AssetHolding& position = positions[i];
        position.lacking = std::max(0.0, position.lacking - planned.raised[i]);
        position.spare = std::max(0.0, position.spare - planned.given[i]);
        if (position.market.valid()) {
            lacking_coins += position.lacking;
            spare_coins += sells ? position.spare : 0;
        }
    }
    double const cash = positions[money.index()].spare;
    double const cash_wanted = lacking_coins + positions[money.index()].lacking - cash;
    double const buys = std::min(1.0, lacking_coins > 0 ? cash / lacking_coins : 0);
    double const part_sold = std::clamp(spare_coins > 0 ? cash_wanted / spare_coins : 0, 0.0, 1.0);
    double const pace = 1 - world.clock.kept(rules_of(id).conversion_time);
    for (AssetHolding const& position : positions) {
        if (!position.market.valid())
            continue;
        // Money is set aside for a price a fifth above mid.
        if (position.lacking > 0)
            order(world, id, position.market, Side::buy, buys * position.lacking * pace / 1.2);
        if (sells && position.spare > 0)
            order(world, id, position.market, Side::sell, part_sold * position.spare * pace);
    }
    double const for_money = std::min(positions[money.index()].lacking, part_sold * spare_coins);
    double const for_coins = std::min(lacking_coins, cash + part_sold * spare_coins - for_money);
    planned.raised[money.index()] += for_money;
    planned.given[money.index()] += buys * lacking_coins;
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (positions[i].market.valid()) {
            planned.raised[i] += lacking_coins > 0 ? for_coins * positions[i].lacking / lacking_coins : 0;
            planned.given[i] += sells ? part_sold * positions[i].spare : 0;
        }
}

void Treasury::order(World& world, InstitutionId id, MarketId market, Side side, double usd) const
{
    double const worst = rules_of(id).slippage.value();
    Amount const amount = world.units_worth(world.markets[market.index()].base, usd);
    if (amount.value() <= 0)
        return;
    double const limit = world.markets[market.index()].mid * (side == Side::buy ? 1 + worst : 1 - worst);
    world.house_orders.push_back({id, market, side, amount, limit,
                                  side == Side::sell ? Channel::fire_sale : Channel::price,
                                  world.signals[id.index()].ask_event});
}

namespace {

/// What is segregated is not placed, and is called back where it was.
TreasuryMoves segregated(TreasuryMoves moves, TreasuryQuestion const& asked, Share reuse)
{
    if (reuse.value() >= 1)
        return moves;
    double const spare = asked.hot + asked.cold + asked.arriving - (1 - reuse.value()) * asked.claims;
    moves.place = std::min(moves.place, std::max(0.0, spare));
    moves.recall = std::max(moves.recall, std::clamp(-spare, 0.0, std::max(0.0, asked.placed)));
    return moves;
}

}  // namespace

void Treasury::apply(StepContext& step) const
{
    World& world = step.world;
    std::vector<double> const shorts = wanted_shorts(world);
    for (std::size_t i = 0; i < shorts.size(); ++i)
        follow(world, world.hedges[i], shorts[i]);
    std::size_t const contracts = world.pools.size() + world.protocols.size();  // they come last and have no treasury
    for (std::size_t i = 1; i < world.institution_count() - contracts; ++i) {
        InstitutionId const id = InstitutionId::of(i);
        Status const status = world.institutions[i].status;
        bool const owes = world.claims_usd(id) > 0 || boost::in_degree(i, world.institutions) > 0;
        if (!owes || status == Status::failed || status == Status::halted)
            continue;
        TreasuryQuestion const asked = question(world, id);
        world.signals[i].placed_high = std::max(world.signals[i].placed_high, asked.placed);
        TreasuryMoves const moves = segregated(rules_of(id).policy->moves(asked), asked, rules_of(id).reuse);
        if (moves.cold_to_hot > 0)
            warm_up(world, id, moves.cold_to_hot);
        if (asked.unpaid > 0)
            call_in_own_token(world, id);
        if (moves.recall > 0)
            recall(world, id, moves.recall);
        if (moves.place > 0)
            place(world, id, moves.place);
        bool const turned = turn(world, id, asked);
        if (parameters_.sells && asked.unpaid > 0)
            convert(world, id, !turned);
    }
}

}  // namespace stampede
