#include "agents/pool_arbitrageurs.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/pool_quotes.hpp"

namespace stampede {
namespace {

Amount amount_of(double units)
{
    return Amount{static_cast<std::int64_t>(std::clamp(units, 0.0, most_units))};
}

double plain(Amount amount)
{
    return static_cast<double>(amount.value());
}

}  // namespace

void PoolArbitrageurs::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e5}, "people", "arbitrageurs");
    field.reference("pool", pool_name_, RefersTo::pool, "pool in which they swap");
    field.reference("venue", venue_, RefersTo::institution, "exchange in whose book they even out");
    field.reference("base", base_, RefersTo::asset, "coin of the pool they trade; not its quote");
    field.reference("quote", quote_, RefersTo::asset, "what the book pays in; none = that of the first such market");
    field("capital", capital_usd_, not_negative, "USD",
          "of each: in equal parts coins and money in wallets, coins and money at the exchange");
    field("cost", cost_, not_negative, "log price", "gap beyond the pool's fee that is not worth closing");
    field("speed", speed_, not_negative, "time constant in which gaps are closed and evened out; 0 = at once");
    field("slippage", slippage_, positive, "log price", "how far from mid they trade in the book in one step");
    field("transfer_time", transfer_time_, not_negative, "time between two transfers to or from the exchange");
}

void PoolArbitrageurs::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    pool_ = world.pool(pool_name_);
    Pool const& pool = world.pools[pool_.index()];
    place_ = place_at(world, venue_, base_, quote_, where);
    place_.perp = {};
    require(place_.spot.valid(), where + "/venue  has no spot market of \"" + base_ + "\"");
    require(holds(pool, place_.base) && place_.base != pool.coins[pool.quote],
            where + "/base  must be a coin of the pool \"" + pool.name + "\" and not its quote");
    coin_ = coin_of(pool, place_.base);
    AssetId const quote = pool.coins[pool.quote];
    auto const rows = static_cast<Row>(count_);
    Purpose const wealth = Purpose{"pool arbitrage/capital"}.of(enrolment().name);
    for (Row row = 0; row < rows; ++row) {
        capital_.push_back(capital_usd_.at(row, rows, draws, wealth));
        require(capital_.back() > 0, where + "/capital  gives an arbitrageur nothing to trade with");
        double const part = 0.25 * capital_.back();
        desk_.push_back(open_desk(world, place_, enrolment().owner_class, part, part));
        AccountId const coins = world.ledger.open_wallet_of(desk_.back().base);
        money_.push_back(quote == place_.quote ? world.ledger.open_wallet_of(desk_.back().quote)
                                               : world.ledger.open_account({}, quote, enrolment().owner_class, {}));
        coins_born_.push_back(world.units_worth(place_.base, part));
        money_born_.push_back(world.units_worth(quote, part));
        world.ledger.endow_wallet(coins, coins_born_.back());
        world.ledger.endow_wallet(money_.back(), money_born_.back());
    }
    total_capital_ = std::accumulate(capital_.begin(), capital_.end(), 0.0);
    next_transfer_.assign(rows, 0);
    everyone_.resize(rows);
    std::iota(everyone_.begin(), everyone_.end(), Row{0});
}

double PoolArbitrageurs::uneven(View& seen, Row row) const
{
    return plain(owned(seen, desk_[row].base) - desk_[row].base_at_birth - coins_born_[row]);
}

double PoolArbitrageurs::gain(View& seen, Row row) const
{
    Pool const& pool = seen.pools[pool_.index()];
    AssetId const money = pool.coins[pool.quote];
    Desk const& desk = desk_[row];
    double const coins = uneven(seen, row) / seen.assets[place_.base.index()].unit * seen.price(place_.base).value();
    if (money == place_.quote)
        return coins + seen.usd(money, owned(seen, desk.quote) - desk.quote_at_birth - money_born_[row]);
    return coins + seen.usd(place_.quote, owned(seen, desk.quote) - desk.quote_at_birth) +
           seen.usd(money, seen.ledger.balance(money_[row]) - money_born_[row]);
}

/// Coins that bring pool and book to one price but for the cost, by halving: the gap falls with every coin.
double PoolArbitrageurs::common_volume(View& seen, double mid, double density, bool buys) const
{
    constexpr int rounds = 40;
    Pool const& pool = seen.pools[pool_.index()];
    double const unit = seen.assets[place_.base.index()].unit;
    double const held = plain(seen.ledger.stored(pool.id, place_.base, Storage::hot)) / unit;
    double const sign = buys ? 1 : -1;
    double const cost = cost_ - log(1 - pool.fee.share());
    double low = 0, high = buys ? held : 100 * held;
    for (int round = 0; round < rounds; ++round) {
        double const volume = 0.5 * (low + high);
        double const price = pool_price_after(seen, pool, coin_, -sign * volume);
        double const book = mid * exp(-sign * std::min(volume / density, 50.0));
        bool const pays = price > 0 && sign * log(book / price) > cost;
        (pays ? low : high) = volume;
    }
    return sign * low;
}

PoolArbitrageurs::Plan PoolArbitrageurs::plan(View& seen) const
{
    constexpr double measured = 0.01;  // near depth counts what lies within it
    Pool const& pool = seen.pools[pool_.index()];
    Market const& market = seen.markets[place_.spot.index()];
    double const unit = seen.assets[place_.base.index()].unit;
    double const density = plain(market.near_depth) / unit / measured;
    double const price = pool_price(seen, pool, coin_);
    Plan found;
    if (!(price > 0) || !(density > 0) || !place_.open(seen) || market.halted_until > seen.clock.step)
        return found;
    double excess = 0;
    for (Row const row : everyone_)
        excess += uneven(seen, row) / unit;
    found.mid = market.mid * seen.price(place_.quote).value() * exp(-std::clamp(excess / density, -1.0, 1.0));
    double const gap = log(found.mid / price);
    double const size = gap < 0 ? -gap : gap;
    if (size <= cost_ + pool.fee.share())
        return found;
    found.volume = common_volume(seen, found.mid, density, gap > 0) * (1 - seen.clock.kept(speed_));
    found.price = 0.5 * (price + pool_price_after(seen, pool, coin_, -found.volume));
    return found;
}

std::span<Row const> PoolArbitrageurs::wake(View& seen)
{
    plan_ = plan(seen);
    return everyone_;
}

void PoolArbitrageurs::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    for (Row const row : awake) {
        swap(seen, row, wishes);
        even_out(seen, row, wishes);
        carry(seen, row, wishes);
    }
}

/// Its part of the volume, never for a worse price than the book will pay.
void PoolArbitrageurs::swap(View& seen, Row row, Intents& wishes) const
{
    Pool const& pool = seen.pools[pool_.index()];
    double const part = plan_.volume * capital_[row] / total_capital_;
    AccountId const coins = seen.ledger.wallet_of(desk_[row].base);
    AssetId const quote = pool.coins[pool.quote];
    double const unit = seen.assets[place_.base.index()].unit, quote_unit = seen.assets[quote.index()].unit;
    double const quote_usd = seen.price(quote).value();
    SwapWish wish{pool_, coins, money_[row], {}, {}, Channel::price, Cause::calm()};
    if (part > 0) {
        double const kept = 1 - pool.fee.share();
        std::swap(wish.give, wish.take);
        wish.amount =
            std::min(amount_of(part * plan_.price / kept / quote_usd * quote_unit), seen.ledger.balance(money_[row]));
        wish.least = amount_of(plain(wish.amount) / quote_unit * quote_usd / plan_.mid * unit);
    }
    else if (part < 0) {
        wish.amount = std::min(amount_of(-part * unit), seen.ledger.balance(coins));
        wish.least = amount_of(plain(wish.amount) / unit * plan_.mid / quote_usd * quote_unit);
    }
    if (wish.amount.value() > 0 && wish.least.value() > 0)
        wishes.swap(wish);
}

void PoolArbitrageurs::even_out(View& seen, Row row, Intents& wishes) const
{
    Market const& market = seen.markets[place_.spot.index()];
    double const coins = -uneven(seen, row) * (1 - seen.clock.kept(speed_));
    if (!place_.open(seen) || coins == 0)
        return;
    Desk const& desk = desk_[row];
    Side const side = coins > 0 ? Side::buy : Side::sell;
    double const most = side == Side::sell ? plain(seen.ledger.balance(desk.base)) : most_units;
    double const limit = market.mid * exp(side == Side::buy ? slippage_ : -slippage_);
    if (Amount const amount = amount_of(std::min(coins < 0 ? -coins : coins, most)); amount.value() > 0)
        wishes.order(Order{place_.spot, side, desk.base, desk.quote, {}, amount, limit, Channel::price, Cause::calm()});
}

/// What one side has less than half of what it had at birth comes from the other, as far as that has more than half.
void PoolArbitrageurs::carry(View& seen, Row row, Intents& wishes)
{
    if (seen.clock.step < next_transfer_[row] || !seen.active(place_.venue))
        return;
    auto const move = [&](AccountId claim, Amount at_venue, Amount in_wallet) {
        AccountId const wallet = seen.ledger.wallet_of(claim);
        if (!wallet.valid())
            return;
        double const there = plain(seen.ledger.balance(claim)), here = plain(seen.ledger.balance(wallet));
        double const whole = plain(at_venue + in_wallet), wanted = (there + here) * plain(at_venue) / whole;
        if (there < 0.5 * wanted)
            wishes.deposit({claim, amount_of(wanted - there), false, Cause::calm()});
        else if (here < 0.5 * (there + here - wanted))
            wishes.withdraw({claim, amount_of(there - wanted), {}, false, Cause::calm()});
        else
            return;
        next_transfer_[row] = seen.clock.step + std::max<std::int64_t>(1, seen.clock.steps_of(transfer_time_));
    };
    move(desk_[row].base, desk_[row].base_at_birth, coins_born_[row]);
    if (seen.pools[pool_.index()].coins[seen.pools[pool_.index()].quote] == place_.quote)
        move(desk_[row].quote, desk_[row].quote_at_birth, money_born_[row]);
}

void PoolArbitrageurs::columns(ColumnVisitor& column)
{
    column("capital", capital_, "USD");
    column("desk", desk_);
    column("money", money_);
    column("coins_born", coins_born_);
    column("money_born", money_born_);
    column("next_transfer", next_transfer_, "step");
}

}  // namespace stampede
