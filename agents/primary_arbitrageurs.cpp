#include "agents/primary_arbitrageurs.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

/// Coins that rest in a book per log price near the mid; near depth counts what lies within 1 %.
double density_of(Market const& market)
{
    constexpr double measured = 0.01;
    return static_cast<double>(market.near_depth.value()) / measured;
}

bool tradable(View& seen, TradedPlace const& place)
{
    return place.open(seen) && seen.markets[place.spot.index()].halted_until <= seen.clock.step;
}

}  // namespace

void PrimaryArbitrageurs::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e5}, "people", "arbitrageurs");
    field.reference("issuer", issuer_, RefersTo::institution, "whose coin they redeem and have minted");
    field.reference("venue", venue_, RefersTo::institution, "exchange where they trade it");
    field.reference("quote", quote_, RefersTo::asset, "asset it is paid with; none = that of the first such market");
    field("capital", capital_usd_, not_negative, "USD", "of each, half of it in coins");
    field("cost", cost_, not_negative, "log price", "gap that is not worth closing");
    field("speed", speed_, not_negative, "time constant in which gaps are closed; 0 = at once");
    field("lot", lot_, not_negative, "coins", "least amount that is redeemed or minted");
    field("transfer_time", transfer_time_, not_negative, "time between two withdrawals from the venue");
    field("buys_when_closed", buys_when_closed_,
          "whether coins are bought for the next opening while the issuer's window is closed");
}

void PrimaryArbitrageurs::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    require(!issuer_.empty(), where + "/issuer  is missing: whose coin they redeem");
    require(!venue_.empty(), where + "/venue  is missing: exchange where they trade");
    issuer_id_ = world.institution(issuer_);
    CoinState const* const state = world.coin_of(issuer_id_);
    require(state != nullptr, where + "/issuer = \"" + issuer_ + "\"  issues no coin; give it one with \"issues\"");
    std::string const& name = world.assets[state->coin.index()].name;
    place_ = place_at(world, venue_, name, quote_, where);
    require(place_.spot.valid(), where + "/venue  has no spot market of \"" + name + "\"");
    place_.perp = {};
    std::string const& paid_with = world.assets[place_.quote.index()].name;
    if (state->sister.valid()) {
        token_place_ = place_at(world, venue_, world.assets[state->sister.index()].name, paid_with, where);
        require(token_place_.spot.valid(), where + "/venue  has no spot market of the sister token");
    }
    else
        require(place_.quote == state->par, where + "/quote = \"" + paid_with + "\"  must be what the coin promises");
    auto const rows = static_cast<Row>(count_);
    Purpose const wealth = Purpose{"primary arbitrage/capital"}.of(enrolment().name);
    for (Row row = 0; row < rows; ++row) {
        capital_.push_back(capital_usd_.at(row, rows, draws, wealth));
        require(capital_.back() > 0, where + "/capital  gives an arbitrageur nothing to trade with");
        desk_.push_back(open_desk(world, place_, enrolment().owner_class, capital_.back() / 2, capital_.back() / 2));
        redeeming_.watch(world.ledger.open_wallet_of(desk_.back().base), row);
        world.ledger.open_wallet_of(desk_.back().quote);
        AccountId const token = token_place_.spot.valid() ? world.ledger.open_account(place_.venue, token_place_.base,
                                                                                      enrolment().owner_class, {})
                                                          : AccountId{};
        if (token.valid())
            world.ledger.open_wallet_of(token);
        token_.push_back(token);
    }
    total_capital_ = std::accumulate(capital_.begin(), capital_.end(), 0.0);
    redeeming_.start(rows);
    next_transfer_.assign(rows, 0);
    everyone_.resize(rows);
    std::iota(everyone_.begin(), everyone_.end(), Row{0});
}

double PrimaryArbitrageurs::worth(View& seen) const
{
    CoinState const& state = coin(seen);
    double const par = seen.price(state.par).value() / seen.price(place_.quote).value();
    if (!token_place_.spot.valid())
        return par * state.redeems_at;
    double const token = seen.markets[token_place_.spot.index()].mid;
    return state.oracle > 0 ? state.redeems_at * token / state.oracle : 0;
}

double PrimaryArbitrageurs::joint_density(View& seen) const
{
    double const book = density_of(seen.markets[place_.spot.index()]);
    if (!token_place_.spot.valid() || book <= 0)
        return book;
    // Of the pool: the price of a burn is (base / (base + pool))^2, which falls by one log price in half of its coins.
    CoinState const& state = coin(seen);
    double const coin_unit = seen.assets[place_.base.index()].unit;
    double const pool = 0.5 * (state.base + state.pool) * coin_unit;
    Market const& tokens = seen.markets[token_place_.spot.index()];
    double const sold = density_of(tokens) / seen.assets[token_place_.base.index()].unit * tokens.mid * coin_unit;
    return pool > 0 && sold > 0 ? 1 / (1 / book + 1 / pool + 1 / sold) : 0;
}

std::span<Row const> PrimaryArbitrageurs::wake(View& seen)
{
    volume_ = 0;
    under_way_ = UnderWay{seen.late_orders};
    CoinState const& state = coin(seen);
    bool const served = seen.may_redeem(enrolment().owner_class, issuer_id_) && !seen.failed(issuer_id_);
    if (!served || !tradable(seen, place_) || (token_place_.spot.valid() && !tradable(seen, token_place_)))
        return everyone_;
    double const price = seen.markets[place_.spot.index()].mid, value = worth(seen);
    double const pace = 1 - seen.clock.kept(speed_);
    double const below = price > 0 && value > 0 ? log(value / price) - cost_ : 0;
    if (below > 0 && (state.open != 0 || buys_when_closed_)) {
        volume_ = below * joint_density(seen) * pace;
        limit_ = value * exp(-cost_);
    }
    double const dear = seen.price(state.par).value() / seen.price(place_.quote).value() * state.mints_at;
    double const above = price > 0 && !token_place_.spot.valid() ? log(price / dear) - cost_ : 0;
    if (above > 0 && state.open != 0) {
        volume_ = -above * joint_density(seen) * pace;
        limit_ = dear * exp(cost_);
    }
    return everyone_;
}

void PrimaryArbitrageurs::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    for (Row const row : awake) {
        trade(seen, row, wishes);
        even_out(seen, row, wishes);
    }
}

void PrimaryArbitrageurs::trade(View& seen, Row row, Intents& wishes) const
{
    Desk const& desk = desk_[row];
    double const late = spot_under_way(under_way_, desk), planned = volume_ * capital_[row] / total_capital_;
    double const part = planned > 0 ? std::max(0.0, planned - late) : std::min(0.0, planned - late);
    double const price = seen.markets[place_.spot.index()].mid;
    double const money = static_cast<double>(seen.ledger.balance(desk.quote).value()) /
                         seen.assets[place_.quote.index()].unit * seen.assets[place_.base.index()].unit;
    double const most = part > 0 ? money / price : static_cast<double>(seen.ledger.balance(desk.base).value());
    double const size = std::min(part > 0 ? part : -part, most);
    if (Amount const amount{static_cast<std::int64_t>(std::min(size, most_units))}; amount.value() > 0)
        wishes.order(Order{place_.spot,
                           part > 0 ? Side::buy : Side::sell,
                           desk.base,
                           desk.quote,
                           {},
                           amount,
                           limit_,
                           Channel::price,
                           Cause::calm()});
}

void PrimaryArbitrageurs::bring_out(View& seen, Row row, AccountId claim, Amount amount, Intents& wishes)
{
    if (amount.value() <= 0 || seen.clock.step < next_transfer_[row] || !seen.active(place_.venue))
        return;
    wishes.withdraw({claim, amount, {}, false, Cause::calm()});
    next_transfer_[row] = seen.clock.step + seen.clock.steps_of(transfer_time_);
}

void PrimaryArbitrageurs::even_out(View& seen, Row row, Intents& wishes)
{
    Ledger const& ledger = seen.ledger;
    CoinState const& state = coin(seen);
    Desk const& desk = desk_[row];
    AccountId const coins = ledger.wallet_of(desk.base), money = ledger.wallet_of(desk.quote);
    Amount const outside = ledger.balance(coins), inside = ledger.balance(desk.base);
    Amount const excess = outside + inside - desk.base_at_birth;
    double const lot = lot_ * seen.assets[place_.base.index()].unit;
    auto const large = [&](Amount amount) { return amount.value() > 0 && static_cast<double>(amount.value()) >= lot; };
    AccountId const paid = token_[row].valid() ? ledger.wallet_of(token_[row]) : money;
    if (Amount const redeemed = std::min(excess, outside - redeeming_.of(row)); state.open != 0 && large(redeemed))
        wishes.redeem({coins, paid, redeemed, Cause::calm()});
    if (Amount const carried = std::min(inside, excess - outside); large(carried))
        bring_out(seen, row, desk.base, carried, wishes);
    Amount const tokens = token_[row].valid() ? ledger.balance(paid) + under_way_.of(paid) : Amount{0};
    if (tokens.value() > 0)
        wishes.order(Order{token_place_.spot, Side::sell, token_[row], desk.quote, paid, tokens, Order::any_sell_price,
                           Channel::depeg, Cause::calm()});
    Amount const lacking{token_[row].valid() || state.mints_at > 1e6
                             ? 0
                             : static_cast<std::int64_t>(-static_cast<double>(excess.value()) * state.mints_at)};
    if (state.open != 0 && large(lacking)) {
        Amount const ready = ledger.balance(money);
        if (ready.value() > 0)
            wishes.mint({money, coins, std::min(ready, lacking), Cause::calm()});
        bring_out(seen, row, desk.quote, std::min(ledger.balance(desk.quote), lacking - ready), wishes);
    }
    else if (ledger.balance(money).value() > 0)
        wishes.deposit({desk.quote, ledger.balance(money), false, Cause::calm()});
    if (excess.value() <= 0 && outside > redeeming_.of(row))
        wishes.deposit({desk.base, outside - redeeming_.of(row), false, Cause::calm()});
}

void PrimaryArbitrageurs::learn(View& seen, Events const& events)
{
    if (!coin(seen).sister.valid())  // else nothing waits
        redeeming_.learn(events);
}

void PrimaryArbitrageurs::columns(ColumnVisitor& column)
{
    column("capital", capital_, "USD");
    column("desk", desk_);
    column("token", token_);
    redeeming_.columns(column);
    column("next_transfer", next_transfer_, "step");
}

}  // namespace stampede
