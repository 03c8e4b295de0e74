#include "model/batch.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <span>

#include "model/base/check.hpp"
#include "model/ledger.hpp"

namespace stampede {
namespace {

double sign_of(Side side)
{
    return side == Side::buy ? -1 : 1;  // bids lie below the mid
}

/// [quote units] that buying or selling `coins` base units at `price` moves.
double quote_of(Batch const& batch, double coins, double price)
{
    return coins / batch.base_unit * price * batch.quote_unit;
}

/// Cuts the bands of every owner, in one proportion, to what it holds.
void cut_bands(Batch& batch, Ledger const& ledger)
{
    std::map<std::pair<AccountId, Side>, double> wanted;
    auto const paying = [](Band const& band) { return band.side == Side::buy ? band.quote : band.base; };
    auto const cost = [&](Band const& band) {
        double const coins = static_cast<double>(band.amount.value());
        return band.side == Side::sell
                   ? coins
                   : quote_of(batch, coins, mean_price(batch.mid, -band.near, -band.far, batch.distance));
    };
    for (Band const& band : batch.bands) wanted[{paying(band), band.side}] += cost(band);
    for (Band& band : batch.bands) {
        double const total = wanted.at({paying(band), band.side});
        double const held = static_cast<double>(ledger.balance(paying(band)).value()) * (1 - 0x1p-30) - 64;
        if (total > held)
            band.amount = held > 0 ? part_of(Share{held / total}, band.amount) : Amount{0};
    }
    std::erase_if(batch.bands, [](Band const& band) { return band.amount.value() <= 0 || !(band.far > band.near); });
}

/// Coins and money met when walking to a distance.
struct Walk {
    double coins = 0, quote = 0;
};

Walk band_within(Batch const& batch, Band const& band, double distance)
{
    double const to = std::min(distance, band.far);
    if (to <= band.near)
        return {};
    double const coins = static_cast<double>(band.amount.value()) * ((to - band.near) / (band.far - band.near));
    double const sign = sign_of(band.side);
    return {coins, quote_of(batch, coins, mean_price(batch.mid, sign * band.near, sign * to, batch.distance))};
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
    std::sort(edges.begin(), edges.end(),
              [](Edge const& a, Edge const& b) { return a.at != b.at ? a.at < b.at : a.density > b.density; });
    double at = 0, density = 0, met = 0, last = 0;
    for (Edge const& edge : edges) {
        double const step = std::max(0.0, edge.at - at);
        if (density > 0 && met + density * step >= coins)
            return at + (coins - met) / density;
        met += density > 0 ? density * step : 0;
        at = std::max(at, edge.at);
        density += edge.density;
        last = at;
    }
    return last;
}

double coins_within(Batch const& batch, Side resting, double distance)
{
    double coins = 0;
    for (Band const& band : batch.bands)
        if (band.side == resting)
            coins += band_within(batch, band, distance).coins;
    return coins;
}

/// Farthest distance the excess side may reach for one order.
double reach(Batch const& batch, Order const& order)
{
    double const mid = batch.mid;
    double far = batch.longest_move;
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

/// Cuts sells to the coins held and buys to the money held at `price` (plus a unit for rounding).
void cut_orders(Batch& batch, Ledger const& ledger, double price)
{
    // Several orders of one account share its balance by one proportion, so their sequence does not matter.
    std::map<AccountId, double> wanted;
    auto const paying = [](Order const& order) { return order.side == Side::buy ? order.quote : order.base; };
    auto const cost = [&](Order const& order) {
        double const coins = static_cast<double>(order.amount.value());
        return order.side == Side::sell ? coins : quote_of(batch, coins, price) + 1;
    };
    for (Order const& order : batch.orders) wanted[paying(order)] += cost(order);
    for (Order& order : batch.orders) {
        double const total = wanted.at(paying(order));
        double const held = static_cast<double>(ledger.balance(paying(order)).value());
        if (total > held)
            order.amount = held > 0 ? part_of(Share{held / total * (1 - 0x1p-40)}, order.amount) : Amount{0};
    }
}

/// Fills of the excess side, order by order: looser limits first, pro rata among equals.
struct ExcessFill {
    std::vector<Amount> amounts;  // per order of the batch
    Amount total{0};
    double distance = 0;
};

ExcessFill fill_excess(Batch const& batch, Side side, Amount crossing, Draws const& draws, std::uint64_t key)
{
    Side const resting = side == Side::sell ? Side::buy : Side::sell;
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
        Amount const room =
            crossing + Amount{static_cast<std::int64_t>(coins_within(batch, resting, far))} - fill.total;
        Amount const given = std::clamp(room, Amount{0}, sum);
        std::vector<Amount> const parts = split(given, wanted, draws, "market/limit", key);
        for (std::size_t j = 0; j < group.size(); ++j) fill.amounts[group[j]] = parts[j];
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
    Side const resting = side == Side::sell ? Side::buy : Side::sell;
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

/// Books the resting side: coins by distance walked, money by each owner's own price.
void settle_resting(Batch const& batch, Excess const& excess, Amount coins, Amount money, Channel channel,
                    Draws const& draws, std::uint64_t key, ClearedBatch& out)
{
    Side const resting = excess.side == Side::sell ? Side::buy : Side::sell;
    std::vector<Amount> coin_weights, money_weights;
    std::vector<Band const*> owners;
    for (Band const& band : batch.bands) {
        if (band.side != resting)
            continue;
        Walk const part = band_within(batch, band, excess.fill.distance);
        Amount const weight{static_cast<std::int64_t>(part.coins)};
        if (weight.value() <= 0)
            continue;
        owners.push_back(&band);
        coin_weights.push_back(weight);
        money_weights.push_back(Amount{static_cast<std::int64_t>(part.quote) + 1});
    }
    ensure(!owners.empty() || coins == Amount{0}, "market: a fill without a resting owner, coins", coins.value());
    if (owners.empty())
        return;
    std::vector<Amount> const coin_parts = split(coins, coin_weights, draws, "market/resting coins", key);
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

}  // namespace

ClearedBatch clear_batch(Batch batch, Ledger const& ledger, Draws const& draws, std::uint64_t key)
{
    ClearedBatch out;
    out.result.mid_before = out.result.mid_after = batch.mid;
    cut_bands(batch, ledger);
    drop_unwilling(batch);
    cut_orders(batch, ledger, batch.mid);
    Excess excess = walk(batch, draws, key);
    // Buyers who push the price up may no longer afford what they wanted at mid.
    for (int round = 0; excess.side == Side::buy && round < 8; ++round) {
        Amount const filled = excess.fill.total;
        if (filled == Amount{0})
            break;
        double const mean =
            (static_cast<double>(excess.crossing.value()) * quote_of(batch, 1, batch.mid) + excess.walked_quote) /
            static_cast<double>(filled.value()) / quote_of(batch, 1, 1);
        Amount const wanted = sum_of(batch, Side::buy);
        cut_orders(batch, ledger, mean);
        if (sum_of(batch, Side::buy) == wanted)
            break;
        excess = walk(batch, draws, key);
    }

    Side const other = excess.side == Side::sell ? Side::buy : Side::sell;
    Amount const filled = excess.fill.total;
    Amount const crossing = excess.crossing;
    Amount const beyond = filled - crossing;
    Amount const money_mid{round_to_integer(quote_of(batch, static_cast<double>(crossing.value()), batch.mid))};
    Amount const money_walk{beyond == Amount{0} ? 0 : round_to_integer(excess.walked_quote)};
    out.result.empty_side = filled < sum_of(batch, excess.side) && excess.fill.distance == 0;
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
            static_cast<double>(result.quote_volume.value()) / quote_of(batch, static_cast<double>(filled.value()), 1);
    if (beyond.value() > 0)
        result.mid_after =
            price_at(batch.mid, (excess.side == Side::buy ? 1 : -1) * excess.fill.distance, batch.distance);
    return out;
}

}  // namespace stampede
