#include "model/batch.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "model/base/check.hpp"
#include "model/base/wide.hpp"
#include "model/batch_cuts.hpp"
#include "model/ledger.hpp"

namespace stampede {
namespace {

double sign_of(Side side)
{
    return side == Side::buy ? -1 : 1;  // bids lie below the mid
}

/// A sequence that does not depend on who came first; what is equal in all of this is interchangeable.
void put_in_order(Batch& batch)
{
    std::stable_sort(batch.orders.begin(), batch.orders.end(), [](Order const& a, Order const& b) {
        return std::tie(a.base, a.quote, a.side, a.limit, a.amount, a.channel) <
               std::tie(b.base, b.quote, b.side, b.limit, b.amount, b.channel);
    });
    std::stable_sort(batch.bands.begin(), batch.bands.end(), [](Band const& a, Band const& b) {
        return std::tie(a.base, a.quote, a.side, a.near, a.far, a.amount) <
               std::tie(b.base, b.quote, b.side, b.near, b.far, b.amount);
    });
}

/// Coins and money met when walking to a distance.
struct Walk {
    double coins = 0, quote = 0;
};

double coins_within(Band const& band, double distance)
{
    double const met = std::min(distance, band.far) - band.near;
    return met > 0 ? static_cast<double>(band.amount.value()) * (met / (band.far - band.near)) : 0;
}

Walk band_within(Batch const& batch, Band const& band, double distance)
{
    double const coins = coins_within(band, distance), sign = sign_of(band.side), to = std::min(distance, band.far);
    return coins > 0 ? Walk{coins, batch.money_between(coins, sign * band.near, sign * to)} : Walk{};
}

/// Distance at which `coins` have been met; the end of the depth if there are not that many.
double distance_for(Batch const& batch, Side resting, double coins)
{
    struct Edge {
        double at, density;
    };
    std::vector<Edge> edges;
    for (Band const& band : batch.bands)
        if (band.side == resting) {
            double const density = static_cast<double>(band.amount.value()) / (band.far - band.near);
            edges.push_back({band.near, density});
            edges.push_back({band.far, -density});
        }
    auto const comes_later = [](Edge const& a, Edge const& b) {
        return a.at != b.at ? a.at > b.at : a.density < b.density;
    };
    std::make_heap(edges.begin(), edges.end(), comes_later);  // few of them are reached
    double at = 0, density = 0, met = 0;
    for (; !edges.empty(); edges.pop_back()) {
        std::pop_heap(edges.begin(), edges.end(), comes_later);
        Edge const edge = edges.back();
        double const step = std::max(0.0, edge.at - at);
        if (density > 0 && met + density * step >= coins * (1 - 0x1p-40))
            return std::min(edge.at, at + (coins - met) / density);
        met += density > 0 ? density * step : 0;
        at = std::max(at, edge.at);
        density += edge.density;
    }
    return at;
}

/// Coins met within a distance, in whole units.
Amount offered(Batch const& batch, Side resting, double distance)
{
    double coins = 0;
    Int128 whole = 0;
    for (Band const& band : batch.bands)
        if (band.side == resting) {
            coins += coins_within(band, distance);
            whole += band.amount.value();
        }
    return Amount{static_cast<std::int64_t>(std::min<Int128>(static_cast<Int128>(coins), whole))};
}

/// Farthest distance the excess side may reach for one order.
double reach(Batch const& batch, Order const& order)
{
    double const mid = batch.mid;
    double far = batch.longest_move;
    if (order.side == Side::sell && batch.distance == Distance::linear)
        far = std::min(far, 1 - 1e-6);  // the mid stays above zero
    if (order.side == Side::sell && order.limit > 0)
        far = std::min(far, order.limit > mid ? -1.0 : distance_of(mid, order.limit, batch.distance));
    if (order.side == Side::buy && order.limit < Order::any_buy_price)
        far = std::min(far, order.limit < mid ? -1.0 : distance_of(mid, order.limit, batch.distance));
    return far;
}

Amount sum_of(Batch const& batch, Side side)
{
    Amount sum{0};
    for (Order const& order : batch.orders)
        if (order.side == side)
            sum += order.amount;
    return sum;
}

/// Fills of the excess side, order by order: looser limits first, pro rata among equals.
struct ExcessFill {
    std::vector<Amount> amounts;  // per order of the batch
    Amount total{0};
    double distance = 0;
};

ExcessFill fill_excess(Batch const& batch, Side side, Amount crossing, Draws const& draws, std::uint64_t key)
{
    Side const resting = opposite(side);
    std::map<double, std::vector<std::size_t>, std::greater<>> by_reach;
    for (std::size_t i = 0; i < batch.orders.size(); ++i)
        if (batch.orders[i].side == side && batch.orders[i].amount.value() > 0)
            by_reach[reach(batch, batch.orders[i])].push_back(i);
    ExcessFill fill;
    fill.amounts.assign(batch.orders.size(), Amount{0});
    for (auto const& [far, group] : by_reach) {
        if (far < 0)
            break;
        std::vector<Amount> wanted;
        Amount sum{0};
        for (std::size_t const i : group) {
            wanted.push_back(batch.orders[i].amount);
            sum += batch.orders[i].amount;
        }
        Amount const room = crossing + offered(batch, resting, far) - fill.total;
        Amount const given = std::clamp(room, Amount{0}, sum);
        std::vector<Amount> const parts = split(given, wanted, draws, "market/limit", key);
        for (std::size_t j = 0; j < group.size(); ++j)
            fill.amounts[group[j]] = parts[j];
        fill.total += given;
    }
    if (fill.total > crossing)
        fill.distance = std::min(distance_for(batch, resting, static_cast<double>((fill.total - crossing).value())),
                                 batch.longest_move);
    return fill;
}

/// Orders whose limit lies on the wrong side of the mid do not take part in the crossing either.
void drop_unwilling(Batch& batch)
{
    std::erase_if(batch.orders,
                  [&](Order const& order) { return order.amount.value() <= 0 || reach(batch, order) < 0; });
}

struct Excess {
    Side side;
    Amount crossing;  // coins crossed at mid
    ExcessFill fill;
    double walked_quote = 0;  // [quote units] for the coins beyond the crossing
};

Excess walk(Batch const& batch, Draws const& draws, std::uint64_t key)
{
    Amount const bought = sum_of(batch, Side::buy), sold = sum_of(batch, Side::sell);
    Side const side = bought > sold ? Side::buy : Side::sell;
    Excess excess{side, std::min(bought, sold), {}, 0};
    excess.fill = fill_excess(batch, side, excess.crossing, draws, key);
    Side const resting = opposite(side);
    double coins = 0;
    for (Band const& band : batch.bands)
        if (band.side == resting) {
            Walk const part = band_within(batch, band, excess.fill.distance);
            coins += part.coins;
            excess.walked_quote += part.quote;
        }
    double const wanted = static_cast<double>((excess.fill.total - excess.crossing).value());
    if (coins > 0 && wanted > 0)
        excess.walked_quote *= wanted / coins;  // rounding of coins to integers
    return excess;
}

/// What buyers pay for a coin [quote/base]: the mid unless they walk.
double buying_price(Batch const& batch, Excess const& excess)
{
    if (excess.side == Side::sell || excess.fill.total == excess.crossing)
        return batch.mid;
    double const money = batch.money(static_cast<double>(excess.crossing.value()), batch.mid) + excess.walked_quote;
    return batch.price_of(static_cast<double>(excess.fill.total.value()), money);
}

/// Buyers who push the price up may no longer afford what they wanted at mid. The more they are cut the less they push:
/// bisection finds the lowest price that is not exceeded by what they pay when cut to what they can afford at it.
/// @return how what is left walks
Excess cut_to_purse(Batch& batch, Ledger const& ledger, Draws const& draws, std::uint64_t key)
{
    Excess const excess = walk(batch, draws, key);
    double low = batch.mid, high = buying_price(batch, excess);
    if (high == low)
        return excess;
    std::vector<Order> const wanted = batch.orders;
    auto const cut_at = [&](double price) {
        batch.orders = wanted;
        cut_orders(batch, ledger, price);
    };
    Amount const bought = sum_of(batch, Side::buy);
    cut_at(high);
    if (sum_of(batch, Side::buy) == bought) {
        batch.orders = wanted;
        return excess;
    }
    std::vector<Order> affordable = batch.orders;
    while (high - low > 1e-12 * high) {
        double const middle = low + 0.5 * (high - low);
        cut_at(middle);
        if (buying_price(batch, walk(batch, draws, key)) <= middle) {
            high = middle;
            affordable = batch.orders;
        }
        else
            low = middle;
    }
    batch.orders = std::move(affordable);
    return walk(batch, draws, key);
}

/// Coins that each band gives or takes at most: its part of the walk, rounded up, never above its amount. Where large
/// numbers lost a few units to rounding they are added where there is room, so that the sum reaches `coins`.
std::vector<Amount> whole_coins(std::vector<Band const*> const& bands, std::vector<Walk> const& parts, Amount coins)
{
    std::vector<Amount> weights;
    Int128 sum = 0;
    for (std::size_t i = 0; i < bands.size(); ++i) {
        Amount weight{static_cast<std::int64_t>(parts[i].coins)};
        if (static_cast<double>(weight.value()) < parts[i].coins)
            weight += Amount{1};
        weights.push_back(std::min(weight, bands[i]->amount));
        sum += weights.back().value();
    }
    for (std::size_t i = 0; i < bands.size() && sum < coins.value(); ++i) {
        Int128 const more = std::min<Int128>(coins.value() - sum, (bands[i]->amount - weights[i]).value());
        weights[i] += Amount{static_cast<std::int64_t>(more)};
        sum += more;
    }
    return weights;
}

/// Books the resting side: coins by distance walked, money by each owner's own price.
void settle_resting(Batch const& batch, Excess const& excess, Amount coins, Amount money, Channel channel,
                    Draws const& draws, std::uint64_t key, ClearedBatch& out)
{
    if (coins == Amount{0})
        return;
    Side const resting = opposite(excess.side);
    std::vector<Band const*> owners;
    std::vector<Walk> walked;
    std::vector<Amount> money_weights;
    for (Band const& band : batch.bands) {
        if (band.side != resting)
            continue;
        Walk const part = band_within(batch, band, excess.fill.distance);
        if (!(part.coins > 0))
            continue;
        owners.push_back(&band);
        walked.push_back(part);
        money_weights.push_back(Amount{static_cast<std::int64_t>(part.quote) + 1});
    }
    ensure(!owners.empty(), "market: a fill without a resting owner, coins", coins.value());
    std::vector<Amount> const coin_parts =
        split(coins, whole_coins(owners, walked, coins), draws, "market/resting coins", key);
    std::vector<Amount> const money_parts = split(money, money_weights, draws, "market/resting money", key);
    for (std::size_t i = 0; i < owners.size(); ++i) {
        Amount const sign{resting == Side::buy ? 1 : -1};
        out.base.push_back({owners[i]->base, Amount{sign.value() * coin_parts[i].value()}, channel});
        out.quote.push_back({owners[i]->quote, Amount{-sign.value() * money_parts[i].value()}, channel});
    }
}

/// Splits `money` over the fills of one side and books both legs.
void settle_orders(Batch const& batch, std::vector<Amount> const& amounts, Side side, Amount money, Draws const& draws,
                   std::uint64_t key, ClearedBatch& out)
{
    std::vector<Amount> weights;
    std::vector<std::size_t> orders;
    for (std::size_t i = 0; i < batch.orders.size(); ++i)
        if (batch.orders[i].side == side && amounts[i].value() > 0) {
            weights.push_back(amounts[i]);
            orders.push_back(i);
        }
    if (orders.empty())
        return;
    std::vector<Amount> const parts =
        split(money, weights, draws, side == Side::buy ? "market/buyers" : "market/sellers", key);
    for (std::size_t j = 0; j < orders.size(); ++j) {
        Order const& order = batch.orders[orders[j]];
        Amount const sign{side == Side::buy ? 1 : -1};
        out.base.push_back({order.base, Amount{sign.value() * weights[j].value()}, order.channel});
        out.quote.push_back({order.quote, Amount{-sign.value() * parts[j].value()}, order.channel});
        out.fills.push_back({order, weights[j], parts[j]});
    }
}

std::vector<ChannelWeight> movers_of(Batch const& batch, Excess const& excess)
{
    std::vector<ChannelWeight> movers;
    for (std::size_t i = 0; i < batch.orders.size(); ++i) {
        if (batch.orders[i].side != excess.side || excess.fill.amounts[i].value() == 0)
            continue;
        double const volume = static_cast<double>(excess.fill.amounts[i].value());
        auto const same = std::find_if(movers.begin(), movers.end(), [&](ChannelWeight const& mover) {
            return mover.channel == batch.orders[i].channel;
        });
        if (same == movers.end())
            movers.push_back({batch.orders[i].channel, volume});
        else
            same->weight += volume;
    }
    std::sort(movers.begin(), movers.end(),
              [](ChannelWeight const& a, ChannelWeight const& b) { return a.channel < b.channel; });
    return movers;
}

/// Amounts of the side that crosses in full.
std::vector<Amount> whole_amounts(Batch const& batch, Side side)
{
    std::vector<Amount> amounts(batch.orders.size(), Amount{0});
    for (std::size_t i = 0; i < batch.orders.size(); ++i)
        if (batch.orders[i].side == side)
            amounts[i] = batch.orders[i].amount;
    return amounts;
}

/// Crosses what meets at mid, walks the rest, and books both sides.
ClearedBatch cross_and_walk(Batch const& batch, Excess const& excess, Draws const& draws, std::uint64_t key)
{
    ClearedBatch out;
    out.result.mid_before = out.result.mid_after = batch.mid;
    Side const other = opposite(excess.side);
    Amount const filled = excess.fill.total;
    Amount const crossing = excess.crossing;
    Amount const beyond = filled - crossing;
    Amount const money_mid = whole_money(batch.money(static_cast<double>(crossing.value()), batch.mid));
    Amount const money_walk = beyond == Amount{0} ? Amount{0} : whole_money(excess.walked_quote);
    out.result.empty_side = filled < sum_of(batch, excess.side) && offered(batch, other, 1e9) == Amount{0};
    out.result.movers = movers_of(batch, excess);

    settle_orders(batch, excess.fill.amounts, excess.side, money_mid + money_walk, draws, key, out);
    settle_orders(batch, whole_amounts(batch, other), other, money_mid, draws, key, out);
    Channel const channel = out.result.movers.empty() ? Channel::price : out.result.movers.front().channel;
    settle_resting(batch, excess, beyond, money_walk, channel, draws, key, out);

    BatchResult& result = out.result;
    result.bought = excess.side == Side::buy ? filled : crossing;
    result.sold = excess.side == Side::sell ? filled : crossing;
    result.volume = filled;
    result.quote_volume = money_mid + money_walk;
    if (filled.value() > 0)
        result.price =
            batch.price_of(static_cast<double>(filled.value()), static_cast<double>(result.quote_volume.value()));
    if (beyond.value() > 0)
        result.mid_after = price_at(
            batch.mid, (excess.side == Side::buy ? 1 : -1) * std::max(0.0, excess.fill.distance - batch.half_spread),
            batch.distance);
    return out;
}

}  // namespace

ClearedBatch clear_batch(Batch batch, Ledger const& ledger, Draws const& draws, std::uint64_t key)
{
    put_in_order(batch);
    drop_unwilling(batch);
    cut_orders(batch, ledger, batch.mid);
    cut_bands(batch, ledger);
    Excess const excess = cut_to_purse(batch, ledger, draws, key);
    return cross_and_walk(batch, excess, draws, key);
}

ClearedBatch clear_affordable(Batch batch, Draws const& draws, std::uint64_t key)
{
    put_in_order(batch);
    drop_unwilling(batch);
    return cross_and_walk(batch, walk(batch, draws, key), draws, key);
}

}  // namespace stampede
