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
    field("notional", notional_, positive, "USD", "of each one's position at the start");
    field("leverage", leverage_, positive, "1", "notional / margin of each, at most what the market allows");
    field.pick("drawn", drawn_, {"leverage", "margin"}, "what that distribution is of: leverage, or margin / notional");
    field("entry", entry_, {-5, 5}, "log price", "price at which each bought or sold, relative to the present mid");
    field("shorts", shorts_, unit_interval, "1", "part of them that is short; the maker holds what longs have over");
    field("spare", spare_, {0, 1000}, "1", "money beside the margin, as a share of it");
}

void LeveragedTraders::birth(World& world, Draws const& draws)
{
    market_ = place_.find_perp(world, "/agents/" + enrolment().name);
    auto const rows = static_cast<Row>(count_);
    world.ledger.reserve_accounts(rows);
    position_.reserve(rows);
    for (Row row = 0; row < rows; ++row)
        bear(world, draws, row);
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

void LeveragedTraders::columns(ColumnVisitor& column)
{
    column("position", position_);
}

}  // namespace stampede
