#include "model/mechanisms/margin.hpp"

#include <algorithm>
#include <limits>

#include "model/base/math.hpp"
#include "model/cross_margin.hpp"
#include "model/cross_standing.hpp"
#include "model/mechanisms/rules_at.hpp"
#include "model/position_acts.hpp"

namespace stampede {

void MarginRules::visit(FieldVisitor& field)
{
    field("style", style, "how much of a position below maintenance is taken at once");
    field("liquidation_time", liquidation_time, not_negative,
          "time constant in which the engine works its inventory off; 0 = all of it in the next step");
    field.pick(
        "price", price, {"any", "bankruptcy", "fillable"},
        "worst price it accepts: any; that at which it took over; mark at takeover less a part of the maintenance "
        "margin that grows as equity falls");
    field("tolerance", tolerance, unit_interval, "1", "how far below the bankruptcy price it still sells");
    field("bankruptcy_adjustment", bankruptcy_adjustment, {1, 1e6}, "1",
          "fillable: part given away per part of the maintenance margin lost, at most all of it");
    field("spread_to_maintenance", spread_to_maintenance, unit_interval, "1",
          "fillable: part of the maintenance margin that is given away at worst");
    field("fee", fee, unit_interval, "1", "of the notional taken, out of its margin, to the insurance fund");
    field("execution_fee", execution_fee, unit_interval, "1",
          "of the notional at the price at which the book is expected to take it, added to `fee`");
    field("loan_maintenance", loan_maintenance, {0, 10}, "1",
          "what collateral after its haircut must be worth beyond a loan against it, as a share of the loan");
}

void Margin::Parameters::visit(FieldVisitor& field)
{
    field("liquidates", liquidates, "false: nobody is liquidated, which switches that channel off");
    rules.visit(field);
    field("at", at, "venues with rules of their own, by name; what is not said there is as built in, not as above");
}

Margin::Margin(Parameters parameters, std::vector<std::string> const& names)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}
{
}

namespace {

/// What an order of this size loses against mark, per notional: half of how far it walks an even depth.
double expected_slippage(PerpMarket const& market, double size)
{
    auto const depth = static_cast<double>(market.near_depth.value());
    return depth > 0 ? std::min(0.5, 0.5 * 0.01 * size / depth) : 0.5;
}

/// Liquidation fee per notional at mark: a + b p / mark, with p the price that closing this size is expected to bring.
/// @source fee a MP dq + b p_exec dq: Chitra, arXiv 2512.01112, 2025 (M 1.3)
double fee_rate(MarginRules const& rules, PerpMarket const& market, Units size)
{
    double const lost = expected_slippage(market, static_cast<double>(without_side(size)));
    double const price = size.value() > 0 ? 1 - lost : 1 + lost;  // of mark
    return rules.fee.value() +
           rules.execution_fee.value() * (market.contract().kind == ContractKind::linear ? price : 1 / price);
}

/// Keeps the four largest takeovers behind the engine's inventory.
void remember(PerpMarket& market, EventId event, std::int64_t size)
{
    constexpr std::size_t most = 4;
    market.takeovers.push_back(event);
    market.takeover_sizes.push_back(static_cast<double>(size));
    if (market.takeovers.size() <= most)
        return;
    auto const smallest = std::min_element(market.takeover_sizes.begin(), market.takeover_sizes.end());
    market.takeovers.erase(market.takeovers.begin() + (smallest - market.takeover_sizes.begin()));
    market.takeover_sizes.erase(smallest);
}

}  // namespace

std::int64_t Margin::taken(World const& world, PerpMarket const& market, PositionId row, Position const& held) const
{
    MarginRules const& rules = rules_of(market.venue);
    double const left = equity(held, market.contract(), market.mark_price());
    std::int64_t const size = without_side(held.size);
    if (left <= 0)
        return size;
    MarginSchedule const schedule = market.positions.schedule_of(held.size);
    double const value = notional(held.size, market.contract(), market.mark_price());
    double const measured = market.positions.measured(held, market.mark_price());
    double const per_measured = measured > 0 ? value / measured : 1;
    LiquidationQuestion question{static_cast<double>(size),
                                 measured,
                                 left,
                                 per_measured * expected_slippage(market, static_cast<double>(size)),
                                 per_measured * fee_rate(rules, market, held.size),
                                 Duration{1e18},
                                 schedule};
    if (std::int64_t const last = market.positions.taken(row); last >= 0)
        question.since_last = Duration{static_cast<double>(world.clock.step - last) * world.clock.dt()};
    double const part = rules.style->taken(question);
    auto const whole = static_cast<std::int64_t>(part);
    return std::clamp<std::int64_t>(whole + (static_cast<double>(whole) < part ? 1 : 0), 0, size);
}

Amount Margin::charge_fee(World& world, PerpId id, PositionId row, Position const& held, Units part) const
{
    PerpMarket& market = world.perps[id.index()];
    double const asked =
        fee_rate(rules_of(market.venue), market, part) * notional(part, market.contract(), market.mark_price());
    double const left = std::max(0.0, equity(held, market.contract(), market.mark_price()));
    CrossId const cross = market.positions.cross(row);
    double const most = cross.valid() ? left : std::min(left, static_cast<double>(held.margin.value()));
    Amount const fee{static_cast<std::int64_t>(std::clamp(asked, 0.0, most))};
    if (fee.value() == 0)
        return fee;
    if (cross.valid()) {
        charge_cross(world, cross, market.fund, fee, Channel::fee);
        return fee;
    }
    Position less = held;
    less.margin -= fee;
    market.positions.set(row, less);
    world.ledger.charge_margin(id, world.ledger.owner_class(market.positions.account(row)), market.fund, fee,
                               Channel::fee);
    return fee;
}

void Margin::note_fillable(PerpMarket& market, Position const& held, std::int64_t size) const
{
    MarginRules const& rules = rules_of(market.venue);
    if (rules.price != EnginePrice::fillable)
        return;
    double const kept = market.positions.maintenance(held, market.mark_price());
    double const left = equity(held, market.contract(), market.mark_price());
    double const given = spread_given(kept > 0 ? left / kept : 0, rules.bankruptcy_adjustment);
    double const value = value_of(static_cast<double>(held.size.value()), market.contract(), market.mark_price());
    double const least = value - given * rules.spread_to_maintenance.value() * kept;
    double const limit =
        std::clamp(price_at_value(held, market.contract(), least).value(), 0.0, std::numeric_limits<double>::max());
    Units const inventory = market.positions.position(market.engine).size;
    std::int64_t const before = without_side(inventory);
    if (before == 0 || market.fillable <= 0)
        market.fillable = limit;
    else if ((inventory.value() > 0) == (held.size.value() > 0)) {
        double const part = static_cast<double>(size) / (static_cast<double>(size) + static_cast<double>(before));
        market.fillable += part * (limit - market.fillable);
    }
    else if (size > before)
        market.fillable = limit;
}

void Margin::liquidate_row(World& world, PerpId id, PositionId row, Position held, Cause const& cause) const
{
    PerpMarket& market = world.perps[id.index()];
    std::int64_t const size = taken(world, market, row, held);
    if (size == 0)
        return;
    AccountId const account = market.positions.account(row);
    Units const part{held.size.value() < 0 ? -size : size};
    double const value = notional(part, market.contract(), market.mark_price());
    note_fillable(market, held, size);
    held.margin -= charge_fee(world, id, row, held, part);
    if (part == held.size)
        take_over(world, id, row, held.margin, Channel::liquidation);
    else
        take_part(world, id, row, part, market.mark_price(), Channel::liquidation);
    market.positions.set_taken(row, world.clock.step);
    market.flow.liquidated += Units{size};
    ++market.flow.liquidations;
    EventId const event = world.events.add(EventKind::liquidation,
                                           {market.venue, market.base, account, Amount{part.value()},
                                            value / market.contract().settle_unit * world.price(market.settle).value()},
                                           cause);
    remember(market, event, size);
    if (CrossId const cross = market.positions.cross(row); cross.valid()) {
        world.crosses[cross.index()].taken = event;
        world.crosses[cross.index()].bears = id;
    }
}

void Margin::liquidate(World& world, PerpId id) const
{
    PerpMarket& market = world.perps[id.index()];
    for (PositionId const row : market.positions.liquidated(market.mark_price()))
        liquidate_row(world, id, row, market.positions.position(row), Cause{market.last_event});
}

void Margin::offer_inventory(World& world, PerpId id) const
{
    PerpMarket& market = world.perps[id.index()];
    MarginRules const& rules = rules_of(market.venue);
    Position const inventory = market.positions.position(market.engine);
    market.engine_order = {};
    if (inventory.size.value() == 0) {
        market.takeovers.clear();
        market.takeover_sizes.clear();
        market.fillable = 0;
        return;
    }
    bool const selling = inventory.size.value() > 0;
    auto const whole = static_cast<double>(without_side(inventory.size));
    double const part = -floor(-whole * (1 - world.clock.kept(rules.liquidation_time)));
    EngineOrder& order = market.engine_order;
    order.side = selling ? Side::sell : Side::buy;
    order.size = Units{std::min(static_cast<std::int64_t>(part), without_side(inventory.size))};
    order.limit = selling ? Order::any_sell_price : Order::any_buy_price;
    if (rules.price == EnginePrice::bankruptcy) {
        Position const at_cost{inventory.size, inventory.cost, Amount{0}};
        double const bought_at = bankruptcy_price(at_cost, market.contract()).value();
        order.limit = std::max(0.0, bought_at * (selling ? 1 - rules.tolerance.value() : 1 + rules.tolerance.value()));
    }
    else if (rules.price == EnginePrice::fillable && market.fillable > 0)
        order.limit = market.fillable;
}

bool Margin::shut(World const& world, PerpMarket const& market)
{
    return world.failed(market.venue) || market.closed_out != 0 ||
           world.institutions[market.venue.index()].status == Status::halted;
}

void Margin::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpMarket& market = world.perps[i];
        if (shut(world, market))
            continue;
        if (measures_concentration(world))
            market.positions.reorder();
        if (parameters_.liquidates)
            liquidate(world, PerpId::of(i));
    }
    liquidate_crosses(world);
    close_failed_hedges(world);
    for (std::size_t i = 0; i < world.perps.size(); ++i)
        if (!shut(world, world.perps[i]))
            offer_inventory(world, PerpId::of(i));
}

}  // namespace stampede
