#include "agents/peg_defenders.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {

void PegDefenders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e4}, "people", "defenders");
    field.reference("coin", coin_, RefersTo::asset, "coin whose peg they defend; it has an issuer");
    field.reference("venue", venue_, RefersTo::institution, "exchange where they buy it");
    field.reference("quote", quote_, RefersTo::asset, "what they pay with; none = that of the first such market");
    field("money", money_usd_, not_negative, "USD", "of each, in what it pays with");
    field.amounts("reserve", reserve_, RefersTo::asset, not_negative, "coins",
                  "further assets of each, sold on the venue's markets as money is needed");
    field("trigger", trigger_, unit_interval, "1", "they buy while the coin is so far below par");
    field("speed", speed_, not_negative, "time constant in which the reserve is spent; 0 = at once");
    field("slippage", slippage_, unit_interval, "1", "farthest from mid that they trade in a step");
}

void PegDefenders::birth(World& world, Draws const&)
{
    std::string const where = "/agents/" + enrolment().name;
    require(!coin_.empty(), where + "/coin  is missing: coin whose peg they defend");
    require(!venue_.empty(), where + "/venue  is missing: exchange where they buy it");
    require(world.coin_of(world.asset(coin_)) != nullptr,
            where + "/coin = \"" + coin_ + "\"  has no issuer; name it in the \"issues\" of an institution");
    place_ = place_at(world, venue_, coin_, quote_, where);
    require(place_.spot.valid(), where + "/venue  has no spot market of \"" + coin_ + "\"");
    place_.perp = {};
    for (auto const& [name, amount] : reserve_) {
        sold_.push_back(place_at(world, venue_, name, world.assets[place_.quote.index()].name, where + "/reserve"));
        require(sold_.back().spot.valid(), where + "/reserve/" + name + "  has no spot market at \"" + venue_ + "\"");
    }
    auto const rows = static_cast<Row>(count_);
    for (Row row = 0; row < rows; ++row) {
        coins_.push_back(world.ledger.open_account(place_.venue, place_.base, enrolment().owner_class, {}));
        money_.push_back(world.ledger.open_account(place_.venue, place_.quote, enrolment().owner_class, {}));
        world.ledger.endow_claim(money_.back(), world.units_worth(place_.quote, money_usd_));
        for (auto const& [name, amount] : reserve_) {
            AssetId const asset = world.asset(name);
            assets_.push_back(world.ledger.open_account(place_.venue, asset, enrolment().owner_class, {}));
            double const units = amount * world.assets[asset.index()].unit;
            require(units < 1e18, where + "/reserve/" + name + "  makes 1e18 smallest units or more; use less of it");
            world.ledger.endow_claim(assets_.back(), Amount{round_to_integer(units)});
        }
    }
    everyone_.resize(rows);
    std::iota(everyone_.begin(), everyone_.end(), Row{0});
}

std::span<Row const> PegDefenders::wake(View& seen)
{
    under_way_ = UnderWay{seen.late_orders};
    CoinState const& state = *seen.coin_of(place_.base);
    bool const needed = seen.price(place_.base).value() < (1 - trigger_) * seen.price(state.par).value();
    bool const open = place_.open(seen) && seen.markets[place_.spot.index()].halted_until <= seen.clock.step;
    return needed && open ? std::span<Row const>{everyone_} : std::span<Row const>{};
}

void PegDefenders::sell_reserve(View& seen, Row row, double pace, Intents& wishes) const
{
    for (std::size_t k = 0; k < sold_.size(); ++k) {
        AccountId const claim = assets_[row * sold_.size() + k];
        Amount const held = seen.ledger.balance(claim) + under_way_.of(claim);
        Market const& market = seen.markets[sold_[k].spot.index()];
        Amount const slice = part_of(Share{pace}, held);
        if (Amount const amount = slice.value() > 0 ? slice : held; amount.value() > 0)
            wishes.order(Order{sold_[k].spot,
                               Side::sell,
                               claim,
                               money_[row],
                               {},
                               amount,
                               market.mid * (1 - slippage_),
                               Channel::fire_sale,
                               Cause{seen.signals[seen.coin_of(place_.base)->issuer.index()].news_event}});
    }
}

void PegDefenders::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    double const pace = 1 - seen.clock.kept(speed_);
    Market const& market = seen.markets[place_.spot.index()];
    CoinState const& state = *seen.coin_of(place_.base);
    double const par = seen.price(state.par).value() / seen.price(place_.quote).value();
    double const limit = std::min(par, market.mid * (1 + slippage_));
    for (Row const row : awake) {
        sell_reserve(seen, row, pace, wishes);
        double const money =
            static_cast<double>(seen.ledger.balance(money_[row]).value()) / seen.assets[place_.quote.index()].unit;
        double const units = money * pace / limit * seen.assets[place_.base.index()].unit -
                             static_cast<double>(under_way_.of(coins_[row]).value());
        if (Amount const amount{static_cast<std::int64_t>(std::min(units, most_units))}; amount.value() > 0)
            wishes.order(Order{place_.spot,
                               Side::buy,
                               coins_[row],
                               money_[row],
                               {},
                               amount,
                               limit,
                               Channel::depeg,
                               Cause{seen.signals[state.issuer.index()].news_event}});
    }
}

void PegDefenders::columns(ColumnVisitor& column)
{
    column("coins", coins_);
    column("money", money_);
    column("assets", assets_);
}

}  // namespace stampede
