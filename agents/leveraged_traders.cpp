#include "agents/leveraged_traders.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/margin_cuts.hpp"
#include "model/position_acts.hpp"

namespace stampede {

void LeveragedTraders::visit(FieldVisitor& field)
{
    field("count", count_, {1, 1e7}, "people", "leveraged traders");
    place_.visit(field);
    field("notional", notional_, not_negative, "USD", "of each one's position at the start");
    field("leverage", leverage_, not_negative, "1", "notional / margin of each, at most what the market allows");
    field.pick("drawn", drawn_, {"leverage", "margin"}, "what that distribution is of: leverage, or margin / notional");
    field("entry", entry_, {-5, 5}, "log price", "price at which each bought or sold, relative to the present mid");
    field("shorts", shorts_, unit_interval, "1", "part of them that is short; the maker holds what longs have over");
    field("spare", spare_, {0, 1000}, "1", "money beside the margin, as a share of it");
    field("looks_per_day", looks_per_day_, not_negative, "1/day", "how often each looks at the position (Poisson)");
    field("cut", cut_, not_negative, "1", "part of the margin lost at which each closes; above 1 = never in time");
    field("take_profit", take_profit_, not_negative, "1", "gain / cost at which each closes");
}

void LeveragedTraders::birth(World& world, Draws const& draws)
{
    market_ = place_.find_perp(world, "/agents/" + enrolment().name);
    auto const rows = static_cast<Row>(count_);
    world.ledger.reserve_accounts(rows);
    position_.reserve(rows);
    for (Row row = 0; row < rows; ++row) {
        bear(world, draws, row);
        worst_loss_.push_back(cut_.at(row, rows, draws, Purpose{"leveraged/cut"}.of(enrolment().name)));
        best_gain_.push_back(take_profit_.at(row, rows, draws, Purpose{"leveraged/gain"}.of(enrolment().name)));
    }
}

void LeveragedTraders::bear(World& world, Draws const& draws, Row row)
{
    std::string const& name = enrolment().name;
    auto const rows = static_cast<Row>(count_);
    PerpMarket& market = world.perps[market_.index()];
    Contract const& contract = market.contract();
    double const usd = notional_.at(row, rows, draws, Purpose{"leveraged/notional"}.of(name));
    double const drawn = leverage_.at(row, rows, draws, Purpose{"leveraged/leverage"}.of(name));
    double const entry = market.mid * exp(entry_.at(row, rows, draws, Purpose{"leveraged/entry"}.of(name)));
    bool const is_short = draws.uniform(Purpose{"leveraged/side"}.of(name), row) < shorts_.value();

    double const quote_usd = world.price(market.quote).value();
    double const units = usd / quote_usd * contract.size_unit;
    bool const inverse = contract.kind == ContractKind::inverse;
    std::int64_t const size = std::max<std::int64_t>(1, round_to_integer(inverse ? units : units / market.mid));
    double const value = notional(Units{size}, contract, Price{entry});
    double const asked = drawn_ == LeverageDraw::leverage ? drawn : 1 / drawn;
    double const leverage = allowed_leverage(market.positions.terms(), value, asked);
    Amount const margin = initial_margin(value, leverage);

    AccountId const account = world.ledger.open_account(market.venue, market.settle, enrolment().owner_class, {});
    world.ledger.endow_claim(account, margin + part_of(spare_, margin));
    PositionId const position = market.positions.open(account);
    position_.push_back(position);
    Units const held{is_short ? -size : size};
    Position const bought{held, value_of(held, contract, Price{entry}), margin};
    bool const survives = !market.positions.below_maintenance(bought, market.mark_price());
    endow_position(world, market_, position, held, Price{survives ? entry : market.mid}, margin);
}

std::span<Row const> LeveragedTraders::wake(View& seen)
{
    // Who looks in this step, by the gaps between them, so that only they cost anything.
    awake_.clear();
    double const chance = 1 - exp(-looks_per_day_ * seen.clock.days_per_step());
    if (chance <= 0)
        return awake_;
    Purpose const purpose = Purpose{"leveraged/looks"}.of(enrolment().name);
    DrawStream luck = seen.draws.stream(purpose, static_cast<std::uint64_t>(seen.clock.step));
    double const rate = log(1 - std::min(chance, 1 - 0x1p-50));
    for (double row = 0;; row += 1) {
        row += floor(log(1 - luck.uniform()) / rate);
        if (!(row < static_cast<double>(position_.size())))
            return awake_;
        awake_.push_back(static_cast<Row>(row));
    }
}

void LeveragedTraders::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    PerpMarket const& market = seen.perps[market_.index()];
    if (!seen.active(market.venue))
        return;
    for (Row const row : awake) {
        Position const held = market.positions.position(position_[row]);
        if (held.size.value() == 0)
            continue;
        double const gain = unrealised(held, market.contract(), market.mark_price());
        double const cost = static_cast<double>(held.cost.value() < 0 ? -held.cost.value() : held.cost.value());
        bool const loses = -gain >= worst_loss_[row] * static_cast<double>(held.margin.value());
        if (!loses && gain < best_gain_[row] * cost)
            continue;
        bool const is_long = held.size.value() > 0;
        wishes.order(PerpOrder{market_, position_[row], is_long ? Side::sell : Side::buy,
                               is_long ? held.size : -held.size, is_long ? Order::any_sell_price : Order::any_buy_price,
                               0, true, loses ? Channel::fire_sale : Channel::price,
                               loses ? Cause{market.last_event} : Cause::calm()});
    }
}

void LeveragedTraders::columns(ColumnVisitor& column)
{
    column("position", position_);
    column("worst_loss", worst_loss_, "1");
    column("best_gain", best_gain_, "1");
}

}  // namespace stampede
