#include "agents/carry_traders.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/cross_standing.hpp"
#include "model/position_acts.hpp"

namespace stampede {

void CarryTraders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "carry traders");
    field.reference("venue", venue_, RefersTo::institution, "exchange with a spot and a perpetual market");
    field.reference("base", base_, RefersTo::asset, "asset they hold and are short");
    field.reference("quote", quote_, RefersTo::asset, "asset it is paid with; none = that of the first such market");
    field("notional", notional_, not_negative, "USD", "of the short of each at the start");
    field("leverage", leverage_, {1, 1000}, "1", "notional / margin of the short; margined in coins it is 1");
    field("spare", spare_, {0, 1000}, "1", "money beside the margin, as a share of it");
    field("most", most_, {1, 1000}, "1", "largest short that each takes up, relative to that at the start");
    field("unwind_time", unwind_time_, not_negative, "time constant in which legs are unwound or made even");
    field("leave_basis", leave_basis_, {-1, 1}, "1", "mean basis below which both legs are unwound, relative to index");
    field("enter_basis", enter_basis_, {-1, 1}, "1", "mean basis above which they are taken up again");
    field("leave_funding", leave_funding_, {-1, 1}, "1/interval", "funding rate below which both legs are unwound");
}

void CarryTraders::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    place_ = place_at(world, venue_, base_, quote_, where);
    require(place_.perp.valid() && place_.spot.valid(),
            where + "/base = \"" + base_ + "\"  needs a spot and a perpetual market at \"" + venue_ + "\"");
    auto const rows = static_cast<Row>(count_);
    world.ledger.reserve_accounts(2 * rows);
    for (Row row = 0; row < rows; ++row)
        bear(world, draws, row);
    told_.assign(rows, calm_root);
    busy_.assign(rows, 0);
    leaving_.assign(1, 0);
    looked_mark_.assign(1, world.perps[place_.perp.index()].mark);
}

void CarryTraders::bear(World& world, Draws const& draws, Row row)
{
    Purpose const purpose = Purpose{"carry/notional"}.of(enrolment().name);
    double const usd = notional_.at(row, static_cast<Row>(count_), draws, purpose);
    PerpMarket& market = world.perps[place_.perp.index()];
    Contract const& contract = market.contract();
    bool const inverse = place_.inverse(world);
    double const quote_usd = world.price(place_.quote).value();
    double const coins = usd / quote_usd / market.mid;
    double const units = inverse ? usd / quote_usd * contract.size_unit : coins * contract.size_unit;
    Units const size{std::max<std::int64_t>(1, round_to_integer(units))};
    double const value = notional(size, contract, Price{market.mid});
    double const leverage = inverse ? 1 : market.positions.allowed_leverage(size, value, leverage_);
    Amount const margin = initial_margin(value, leverage);
    double const margin_usd = world.usd(market.settle, margin);
    double const money = inverse ? 0 : margin_usd * (1 + spare_.value()) + world.usd(place_.quote, Amount{1});
    Desk desk = open_desk(world, place_, enrolment().owner_class, 0, money);
    // Exactly the coins that the short carries.
    Amount const hedge{inverse ? margin.value()
                               : round_to_integer(static_cast<double>(size.value()) / contract.size_unit *
                                                  world.assets[place_.base.index()].unit)};
    world.ledger.endow_claim(desk.base, hedge);
    desk.base_at_birth = Amount{0};  // all coins count as inventory, hedged by the short
    Amount posted = std::min(margin, world.ledger.balance(inverse ? desk.base : desk.quote));
    if (!inverse && world.facts[place_.venue.index()].haircuts[place_.base.index()] >= 0) {
        std::string const where = "/agents/" + enrolment().name;
        join_cross(world, open_cross(world, desk.quote, {desk.base}, where), place_.perp, desk.position);
        posted = Amount{0};
    }
    endow_position(world, place_.perp, desk.position, -size, Price{market.mid}, posted);
    desks_.push_back(desk);
    size_.push_back(static_cast<double>(size.value()));
}

double CarryTraders::is_short(View& seen, Row row) const
{
    Units const held = seen.perps[place_.perp.index()].positions.position(desks_[row].position).size;
    return -static_cast<double>((held + under_way_.of(place_.perp, desks_[row].position)).value());
}

double CarryTraders::unhedged(View& seen, Row row) const
{
    return spot_inventory(seen, place_, desks_[row]) + perp_inventory(seen, place_, desks_[row]) +
           spot_under_way(under_way_, desks_[row]) + perp_under_way(seen, under_way_, place_, desks_[row]);
}

/// Has it orders under way?
bool CarryTraders::waits(Row row) const
{
    return under_way_.of(place_.perp, desks_[row].position).value() != 0 ||
           spot_under_way(under_way_, desks_[row]) != 0;
}

bool CarryTraders::worthwhile(View& seen) const
{
    PerpMarket const& market = seen.perps[place_.perp.index()];
    double const basis = market.basis / market.index;
    if (basis < leave_basis_ || (market.funding_rate < leave_funding_ && basis < enter_basis_))
        return false;
    return leaving_[0] == 0 || basis > enter_basis_;
}

std::span<Row const> CarryTraders::wake(View& seen)
{
    awake_.clear();
    under_way_ = UnderWay{seen.late_orders};
    if (!place_.open(seen))
        return awake_;
    PerpMarket const& market = seen.perps[place_.perp.index()];
    bool const stays = worthwhile(seen);
    double const move = market.mark / looked_mark_[0];
    constexpr double much = 1.02;
    count_legs(seen);
    bool const takes_up = market.basis > enter_basis_ * market.index && missing_ > 0.02 * (missing_ + short_);
    bool const everyone = !stays || leaving_[0] != 0 || takes_up || move > much || move < 1 / much;
    leaving_[0] = stays ? 0 : 1;
    if (everyone)
        looked_mark_[0] = market.mark;
    for (Row row = 0; row < desks_.size(); ++row)
        if (everyone || busy_[row] != 0)
            awake_.push_back(row);
    return awake_;
}

void CarryTraders::count_legs(View& seen)
{
    room_ = room(seen);
    short_ = missing_ = 0;
    for (Row row = 0; row < desks_.size(); ++row) {
        short_ += is_short(seen, row);
        missing_ += std::max(0.0, most_ * size_[row] - is_short(seen, row));
    }
}

bool CarryTraders::is_cross(View& seen, Row row) const
{
    return seen.perps[place_.perp.index()].positions.cross(desks_[row].position).valid();
}

/// Its part of what all can close until that is dear.
double CarryTraders::closable(double held) const
{
    return short_ > 0 ? std::max(0.0, room_) * held / short_ : 0;
}

/// Margin that the short needs and there is no money for [settlement units]; 0 if there is enough.
double CarryTraders::lacking(View& seen, Row row) const
{
    if (place_.inverse(seen))
        return 0;
    PerpMarket const& market = seen.perps[place_.perp.index()];
    Position const held = market.positions.position(desks_[row].position);
    CrossId const cross = market.positions.cross(desks_[row].position);
    double const wanted = notional(held.size, market.contract(), market.mark_price()) / leverage_;
    double const own =
        cross.valid() ? cross_standing(seen, cross).equity : equity(held, market.contract(), market.mark_price());
    double const money = cross.valid() ? 0 : static_cast<double>(seen.ledger.balance(desks_[row].quote).value());
    return wanted - own > 0.2 * wanted ? std::max(0.0, wanted - own - money) : 0;
}

double CarryTraders::room(View& seen) const
{
    constexpr double measured = 0.01;  // near depth counts what lies within it
    Market const& spot = seen.markets[place_.spot.index()];
    PerpMarket const& perp = seen.perps[place_.perp.index()];
    double const near_spot = static_cast<double>(spot.near_depth.value()) / measured;
    double const near_perp = static_cast<double>(perp.near_depth.value()) / units_per_coin(seen, place_) / measured;
    if (near_spot + near_perp <= 0)
        return 0;
    return log(spot.mid * (1 + enter_basis_) / perp.mid) * near_spot * near_perp / (near_spot + near_perp) *
           units_per_coin(seen, place_);
}

/// Takes a part of both legs off.
void CarryTraders::unwind(View& seen, Row row, double part, Intents& wishes) const
{
    Desk const& desk = desks_[row];
    double const size = part * is_short(seen, row);
    trade_perp(seen, place_, desk, size, leverage_, true, Channel::price, Cause::calm(), wishes);
    if (!place_.inverse(seen))  // coins that are the margin come free first, and count as a gap then
        trade_spot(seen, place_, desk, -size / units_per_coin(seen, place_), Channel::price, Cause::calm(), wishes);
}

/// Coins are sold for the margin that is missing. The short they leave uncovered is closed by `make_even`, when that
/// is not dear: a perpetual that runs away from spot is not chased.
void CarryTraders::raise_margin(View& seen, Row row, double lacks, Intents& wishes) const
{
    PerpMarket const& market = seen.perps[place_.perp.index()];
    double const coin = notional(Units{1}, market.contract(), Price{seen.markets[place_.spot.index()].mid}) *
                        units_per_coin(seen, place_);
    trade_spot(seen, place_, desks_[row], -lacks / coin, Channel::price, Cause::calm(), wishes);
}

/// Takes up a part of what is missing to the most it holds, as far as the money reaches for the coins and the margin.
/// @return false if nothing is to be taken up
bool CarryTraders::renew(View& seen, Row row, double part, Intents& wishes) const
{
    PerpMarket const& market = seen.perps[place_.perp.index()];
    double const missing = most_ * size_[row] - is_short(seen, row);
    if (place_.inverse(seen) || missing < 0.02 * size_[row] || market.basis / market.index < enter_basis_)
        return false;
    Desk const& desk = desks_[row];
    double const unit = notional(Units{1}, market.contract(), Price{market.mid}) * (1 + 1 / leverage_);
    double const affordable = static_cast<double>(seen.ledger.balance(desk.quote).value()) / unit;
    double const size = std::min({part * missing, 0.9 * affordable, std::max(0.0, -room_) * missing / missing_});
    trade_spot(seen, place_, desk, size / units_per_coin(seen, place_), Channel::price, Cause::calm(), wishes);
    trade_perp(seen, place_, desk, -size, leverage_, false, Channel::price, Cause::calm(), wishes);
    return size >= 1;
}

/// Coins that no short carries are sold, or hedged again where the perpetual is dear; a short that no coins cover is
/// closed. @return false if the legs are even
bool CarryTraders::make_even(View& seen, Row row, double part, Intents& wishes)
{
    double const gap = unhedged(seen, row), units = units_per_coin(seen, place_);
    double const tolerated = 0.01 * size_[row] / units;
    if (gap <= tolerated && gap >= -tolerated) {
        told_[row] = calm_root;
        return false;
    }
    Channel const channel = told_[row] == calm_root ? Channel::price : Channel::adl;
    PerpMarket const& market = seen.perps[place_.perp.index()];
    bool const dear = leaving_[0] == 0 && market.mid > market.index * (1 + enter_basis_) && !(lacking(seen, row) > 0);
    if (gap > 0 && dear)
        trade_perp(seen, place_, desks_[row], -gap * units * part, place_.inverse(seen) ? 1 : leverage_, false, channel,
                   Cause{told_[row]}, wishes);
    else if (gap > 0)
        trade_spot(seen, place_, desks_[row], -gap * part, channel, Cause{told_[row]}, wishes);
    else
        trade_perp(seen, place_, desks_[row], std::min(-gap * units * part, closable(is_short(seen, row))), leverage_,
                   true, channel, Cause{told_[row]}, wishes);
    return true;
}

void CarryTraders::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    double const part = 1 - seen.clock.kept(unwind_time_);
    for (Row const row : awake) {
        bool const uneven = make_even(seen, row, part, wishes);
        bool moves = false;
        double const lacks = lacking(seen, row), held = is_short(seen, row);
        if (leaving_[0] != 0 && held > 0) {
            unwind(seen, row, std::min(part, closable(held) / held), wishes);
            moves = true;
        }
        else if (lacks > 0) {
            if (is_cross(seen, row))
                unwind(seen, row, part, wishes);
            else
                raise_margin(seen, row, part * lacks, wishes);
            moves = true;
        }
        else if (leaving_[0] == 0 && !uneven)
            moves = renew(seen, row, part, wishes);
        if (!place_.inverse(seen))
            keep_margin(seen, place_, desks_[row], leverage_, wishes);
        busy_[row] = uneven || moves || waits(row) ? 1 : 0;
    }
}

void CarryTraders::learn(View& seen, Events const& events)
{
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        EventKind const kind = events.kind(event);
        if (kind != EventKind::deleveraging && kind != EventKind::liquidation)
            continue;
        AccountId const account = events.account(event);
        if (!account.valid() || seen.ledger.owner_class(account) != enrolment().owner_class)
            continue;
        bool const inverse = place_.inverse(seen);
        auto const claim = [&](Desk const& desk) { return inverse ? desk.base : desk.quote; };
        auto const found = std::lower_bound(desks_.begin(), desks_.end(), account,
                                            [&](Desk const& desk, AccountId id) { return claim(desk) < id; });
        if (found == desks_.end() || claim(*found) != account)
            continue;
        auto const row = static_cast<std::size_t>(found - desks_.begin());
        told_[row] = EventId::of(event);
        busy_[row] = 1;
    }
}

void CarryTraders::columns(ColumnVisitor& column)
{
    column("desks", desks_);
    column("size", size_, "units of size");
    column("told", told_);
    column("busy", busy_);
    column("leaving", leaving_);
    column("looked_mark", looked_mark_, "quote/base");
}

}  // namespace stampede
