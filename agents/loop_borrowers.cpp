#include "agents/loop_borrowers.hpp"

#include <algorithm>
#include <numeric>

#include "agents/desk.hpp"
#include "model/base/check.hpp"
#include "model/cross_standing.hpp"

namespace stampede {

void LoopParameters::visit(FieldVisitor& field)
{
    field("count", count, {0, 1e6}, "people", "owners of one loan account each");
    field.reference("coin", coin, RefersTo::asset, "what they hold and have borrowed against");
    field.reference("venue", venue, RefersTo::institution, "exchange that lends to them and accepts the coin");
    field.reference("quote", quote, RefersTo::asset, "what is lent; none = that of the first such market");
    field("equity", equity, not_negative, "USD", "own money of each at the start: its coins less its loan");
    field("total_usd", total_usd, not_negative, "USD", "all coins are scaled to this sum; 0 = as drawn");
    field("leverage", leverage, not_negative, "1", "coins / own money of each, at most what the venue allows");
    field("most_leverage", most_leverage, {1, 1e3}, "1", "which is this, or 1 / its haircut if that is less");
    field("call_at", call_at, {1, 1e3}, "1", "equity / maintenance at which the venue calls for margin");
    field("deadline", deadline, not_negative, "time to meet a call, before which nothing is sold; 0 = no calls");
    field("minds", minds, unit_interval, "1", "part of them who unwind by themselves");
    field("band", band, {1, 1e6}, "1", "leverage relative to that at birth above which these reduce to it");
    field("attention", attention, not_negative, "mean time between two looks at the account; 0 = in every step");
    field("slippage", slippage, unit_interval, "1", "how far below the mid one sells, relative to it");
    field("yearly_yield", yearly_yield, {-10, 10}, "1/year", "expected of the coin where funding is 0");
    field("yearly_rate", yearly_rate, {-10, 10}, "1/year", "of the loan; above the yield the minding repay it");
    field.reference("yield_market", yield_market, RefersTo::market,
                    "perpetual market whose funding the coin earns; none = the yield stays as it is");
    field("yield_of_funding", yield_of_funding, {0, 100}, "1", "part of that funding that holders expect to earn");
    field("fundings_per_year", fundings_per_year, not_negative, "1/year", "intervals of that funding in a year");
}

void LoopBorrowers::find_place(World const& world, std::string const& where)
{
    LoopParameters const& given = parameters_;
    TradedPlace const place = place_at(world, given.venue, given.coin, given.quote, where);
    require(place.spot.valid(), where + "/coin = \"" + given.coin + "\"  has no spot market at \"" + given.venue +
                                    "\", where it was bought; declare one under /markets");
    venue_ = place.venue;
    coin_ = place.base;
    quote_ = place.quote;
    market_ = place.spot;
    if (!given.yield_market.empty())
        yields_ = world.perp(given.yield_market);
}

std::vector<double> LoopBorrowers::draw_equities(Draws const& draws, std::vector<double> const& leverage) const
{
    std::string const& name = enrolment().name;
    auto const rows = static_cast<Row>(leverage.size());
    std::vector<double> equities;
    for (Row row = 0; row < rows; ++row)
        equities.push_back(parameters_.equity.at(row, rows, draws, Purpose{"loops/equity"}.of(name)));
    if (parameters_.total_usd <= 0 || rows == 0)
        return equities;
    double const sum = std::inner_product(equities.begin(), equities.end(), leverage.begin(), 0.0);
    require(sum > 0, "/agents/" + name + "/total_usd  cannot be reached: the own money of each is 0");
    for (double& equity : equities)
        equity *= parameters_.total_usd / sum;
    return equities;
}

void LoopBorrowers::birth(World& world, Draws const& draws)
{
    std::string const& name = enrolment().name;
    std::string const where = "/agents/" + name;
    find_place(world, where);
    auto const rows = static_cast<Row>(parameters_.count);
    // No loan exceeds what the venue counts the coins for: coins (1 - haircut) >= coins - own money.
    double const haircut = world.haircut(venue_, coin_);
    double const most = haircut > 0 ? std::min(parameters_.most_leverage, 1 / haircut) : parameters_.most_leverage;
    std::vector<double> leverage;
    for (Row row = 0; row < rows; ++row)
        leverage.push_back(
            std::clamp(parameters_.leverage.at(row, rows, draws, Purpose{"loops/leverage"}.of(name)), 1.0, most));
    std::vector<double> const equities = draw_equities(draws, leverage);
    world.ledger.reserve_accounts(2 * rows);
    for (Row row = 0; row < rows; ++row) {
        bear(world, equities[row], leverage[row], where);
        minding_.push_back(draws.uniform(Purpose{"loops/minds"}.of(name), row) < parameters_.minds.value() ? 1 : 0);
    }
}

void LoopBorrowers::bear(World& world, double equity_usd, double leverage, std::string const& where)
{
    Ledger& ledger = world.ledger;
    money_.push_back(ledger.open_account(venue_, quote_, enrolment().owner_class, {}));
    coins_.push_back(ledger.open_account(venue_, coin_, enrolment().owner_class, {}));
    leverage_.push_back(leverage);
    ledger.endow_claim(coins_.back(), world.units_worth(coin_, equity_usd * leverage));
    cross_.push_back(open_cross(world, money_.back(), {coins_.back()}, where));
    CrossAccount& account = world.crosses[cross_.back().index()];
    account.call_at = parameters_.call_at;
    account.deadline = parameters_.deadline;
    ledger.endow_loan(account.loan, world.units_worth(quote_, equity_usd * (leverage - 1)));
}

LoopBorrowers::Loop LoopBorrowers::loop(View& seen, Row row) const
{
    CrossAccount const& account = seen.crosses[cross_[row].index()];
    Loop found;
    found.price = price_;
    Amount const owed = seen.ledger.borrowed(account.loan) - seen.ledger.balance(money_[row]);
    Amount const sent = std::max(Amount{0}, -under_way_.of(coins_[row]));
    found.coins = static_cast<double>((seen.ledger.balance(coins_[row]) - sent).value()) * found.price;
    found.loan = std::max(0.0, static_cast<double>(owed.value()) - static_cast<double>(sent.value()) * found.price);
    return found;
}

double LoopBorrowers::excess(View& seen, Row row) const
{
    if (is_being_sold(seen.crosses[cross_[row].index()]))
        return 0;
    Loop const now = loop(seen, row);
    if (!(now.loan > 0) || !(now.coins > 0))
        return 0;
    if (!paying_)
        return std::min(now.coins, now.loan);
    double const own = now.coins - now.loan;
    if (now.coins <= parameters_.band * leverage_[row] * own)
        return 0;
    return std::min(now.coins, now.coins - leverage_[row] * std::max(0.0, own));
}

bool LoopBorrowers::pays(View& seen) const
{
    double yield = parameters_.yearly_yield;
    if (yields_.valid())
        yield +=
            parameters_.yield_of_funding * parameters_.fundings_per_year * seen.perps[yields_.index()].funding_rate;
    return yield >= parameters_.yearly_rate;
}

std::span<Row const> LoopBorrowers::wake(View& seen)
{
    double const looks = parameters_.attention > Duration{0} ? 1 - seen.clock.kept(parameters_.attention) : 1;
    Purpose const purpose = Purpose{"loops/look"}.of(enrolment().name);
    under_way_ = UnderWay{seen.late_orders};
    paying_ = pays(seen);
    awake_.clear();
    if (seen.failed(venue_) || seen.wound_up(venue_))
        return awake_;
    price_ = collateral_price(seen, venue_, coin_, quote_);
    for (Row row = 0; row < minding_.size(); ++row)
        if (minding_[row] != 0 &&
            seen.draws.uniform(purpose, row, static_cast<std::uint64_t>(seen.clock.step)) < looks &&
            excess(seen, row) > 0)
            awake_.push_back(row);
    return awake_;
}

void LoopBorrowers::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    Market const& market = seen.markets[market_.index()];
    double const limit = market.mid * (1 - parameters_.slippage.value());
    for (Row const row : awake) {
        Loop const now = loop(seen, row);
        double const units = excess(seen, row) / now.price;
        Amount const amount{static_cast<std::int64_t>(std::min(units, now.coins / now.price))};
        if (amount.value() > 0)
            wishes.order(Order{market_,
                               Side::sell,
                               coins_[row],
                               money_[row],
                               {},
                               amount,
                               limit,
                               paying_ ? Channel::fire_sale : Channel::price,
                               paying_ ? Cause{market.last_event} : Cause::calm()});
    }
}

void LoopBorrowers::columns(ColumnVisitor& column)
{
    column("cross", cross_);
    column("coins", coins_);
    column("money", money_);
    column("leverage", leverage_, "1");
    column("minding", minding_);
}

}  // namespace stampede
