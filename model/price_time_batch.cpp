#include "model/price_time_batch.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

/// What coins cost at a price, rounded once [quote units].
Amount cost_of(Batch const& units, Amount coins, Price price)
{
    return Amount{round_to_integer(units.money(static_cast<double>(coins.value()), price.value()))};
}

/// Balances of one asset as they will be once the fills so far are settled.
class Purses {
  public:
    explicit Purses(Ledger const& ledger) : ledger_{ledger} {}

    [[nodiscard]] Amount held(AccountId account) const
    {
        auto const change = change_.find(account);
        return ledger_.balance(account) + (change == change_.end() ? Amount{0} : change->second);
    }
    void move(AccountId from, AccountId to, Amount amount, Channel channel)
    {
        change_[from] -= amount;
        change_[to] += amount;
        booked_[{from, channel}] -= amount;
        booked_[{to, channel}] += amount;
    }
    [[nodiscard]] std::vector<Settlement> settlements() const
    {
        std::vector<Settlement> all;
        for (auto const& [key, amount] : booked_)
            if (amount != Amount{0})
                all.push_back({key.first, amount, key.second});
        return all;
    }

  private:
    Ledger const& ledger_;
    std::map<AccountId, Amount> change_;
    std::map<std::pair<AccountId, Channel>, Amount> booked_;
};

/// What was traded.
struct Traded {
    Amount coins{0};  ///< [base units]
    Amount money{0};  ///< [quote units]
};

/// The next distance beyond `from` at which bands are cut.
double next_cut(double from, PriceTimeTurn const& turn)
{
    constexpr double beyond = 1 + 1e-9;  // a cut that was reached is not reached again by rounding
    auto const slices = static_cast<double>(turn.slices);
    double const evenly = turn.near / slices;
    if (from * beyond < turn.near)
        return (floor(from * beyond / evenly) + 1) * evenly;
    double cut = turn.near;
    while (cut <= from * beyond)
        cut *= 1 + 1 / slices;
    return cut;
}

/// The orders of a band in this step, best first.
void slice(Batch const& batch, Band const& band, PriceTimeTurn const& turn, std::vector<ArrivingOrder>& out)
{
    double const sign = band.side == Side::buy ? -1 : 1;
    auto const whole = static_cast<double>(band.amount.value());
    Amount placed{0};
    for (double from = band.near; from < band.far;) {
        double const to = std::min(band.far, next_cut(from, turn));
        double const part = to < band.far ? (to - band.near) / (band.far - band.near) : 1;
        Amount const amount = std::min(band.amount, Amount{round_to_integer(part * whole)}) - placed;
        double const price = mean_price(batch.mid, sign * from, sign * to, batch.distance);
        if (amount > Amount{0} && price > 0)
            out.push_back({band.side, band.base, band.quote, amount, price, true, turn.step + 1});
        placed += amount;
        from = to;
    }
}

/// One batch on its way through the book.
class Matcher {
  public:
    Matcher(PriceTimeBook& book, Batch const& batch, PriceTimeTurn const& turn)
        : book_{book}, batch_{batch}, turn_{turn}, coins_{turn.ledger}, money_{turn.ledger}
    {
    }
    void place_bands();
    void take_orders();
    [[nodiscard]] ClearedBatch result();

  private:
    [[nodiscard]] double best(Side side) const { return book_.best(side).value_or(Price{0}).value(); }
    /// Part of an amount that the owner of these accounts can give, or pay for, at a price.
    [[nodiscard]] Amount deliverable(Side side, AccountId base, AccountId quote, Amount amount, Price price) const;
    /// Fills one order as far as it goes; its rest waits if it shall.
    Traded take(ArrivingOrder const& order, Channel channel);
    /// Takes coins of the best order of the other side, which has them.
    Amount fill_best(ArrivingOrder const& order, RestingOrder const& resting, Amount coins, Channel channel);
    [[nodiscard]] double mid_after() const;
    [[nodiscard]] std::vector<ChannelWeight> movers(Side side) const;

    PriceTimeBook& book_;
    Batch const& batch_;
    PriceTimeTurn const& turn_;
    Purses coins_, money_;
    std::array<double, 2> opening_{};   // best bid and ask when trading begins; 0 = none
    std::array<double, 2> last_{};      // price of the last fill against them
    std::array<Traded, 2> by_orders_;   // bought and sold by the orders of the batch
    std::array<bool, 2> found_none_{};  // an order to buy, or to sell, found nothing at all
    ClearedBatch out_;
};

std::size_t row(Side side)
{
    return static_cast<std::size_t>(side);
}

Amount Matcher::deliverable(Side side, AccountId base, AccountId quote, Amount amount, Price price) const
{
    if (side == Side::sell)
        return std::min(amount, coins_.held(base));
    constexpr double rounding = 1 - 0x1p-40;
    Amount const cost = cost_of(batch_, amount, price), held = money_.held(quote);
    if (cost <= held)
        return amount;
    double const part = static_cast<double>(held.value()) / static_cast<double>(cost.value());
    Amount const paid_for = part_of(Share{part}, amount);
    return cost_of(batch_, paid_for, price) <= held ? paid_for : part_of(Share{part * rounding}, amount);
}

Amount Matcher::fill_best(ArrivingOrder const& order, RestingOrder const& resting, Amount coins, Channel channel)
{
    ArrivingOrder part = order;
    part.amount = coins;
    part.rests = false;
    Matching const found = book_.fill(part, turn_.step);
    ensure(found.fills.size() == 1 && found.fills.front().resting == resting.id,
           "price-time market: a fill met another order than the best");
    Amount const money = cost_of(batch_, coins, resting.price);
    bool const buys = order.side == Side::buy;
    coins_.move(buys ? resting.base : order.base, buys ? order.base : resting.base, coins, channel);
    money_.move(buys ? order.quote : resting.quote, buys ? resting.quote : order.quote, money, channel);
    out_.result.volume += coins;
    out_.result.quote_volume += money;
    last_[row(opposite(order.side))] = resting.price.value();
    return money;
}

Traded Matcher::take(ArrivingOrder const& order, Channel channel)
{
    Side const other = opposite(order.side);
    Traded traded;
    ArrivingOrder left = order;
    while (left.amount > Amount{0} && book_.meets(left)) {
        RestingOrder const best = book_.resting(other).back();
        Amount const there = deliverable(other, best.base, best.quote, best.amount, best.price);
        if (there < best.amount)
            book_.cut(best.id, there);
        if (there == Amount{0})
            continue;
        Amount const coins = deliverable(left.side, left.base, left.quote, std::min(left.amount, there), best.price);
        if (coins == Amount{0})
            return traded;  // its purse is empty, so nothing of it waits
        traded.money += fill_best(left, best, coins, channel);
        traded.coins += coins;
        left.amount -= coins;
    }
    if (left.rests && left.amount > Amount{0})
        left.amount = deliverable(left.side, left.base, left.quote, left.amount, Price{left.limit});
    if (left.rests && left.amount > Amount{0})
        book_.fill(left, turn_.step);
    return traded;
}

void Matcher::place_bands()
{
    std::vector<Band> bands = batch_.bands;
    std::stable_sort(bands.begin(), bands.end(), [](Band const& a, Band const& b) {
        return std::tie(a.base, a.quote, a.side, a.near, a.far, a.amount) <
               std::tie(b.base, b.quote, b.side, b.near, b.far, b.amount);
    });
    std::vector<ArrivingOrder> quotes;
    for (Band const& band : bands)
        if (band.amount > Amount{0} && band.far > band.near)
            slice(batch_, band, turn_, quotes);
    for (std::uint32_t const index :
         arrival_sequence(quotes, turn_.draws, Purpose{"market/quotes"}.of(turn_.market), turn_.step))
        take(quotes[index], Channel::price);
    opening_ = {best(Side::buy), best(Side::sell)};
}

void Matcher::take_orders()
{
    std::vector<Order> wishes = batch_.orders;
    std::erase_if(wishes, [](Order const& order) { return order.amount <= Amount{0}; });
    std::stable_sort(wishes.begin(), wishes.end(), [](Order const& a, Order const& b) {
        return std::tie(a.base, a.quote, a.side, a.limit, a.amount, a.channel, a.rests) <
               std::tie(b.base, b.quote, b.side, b.limit, b.amount, b.channel, b.rests);
    });
    std::vector<ArrivingOrder> orders;
    for (Order const& wish : wishes)
        orders.push_back({wish.side, wish.base, wish.quote, wish.amount, wish.limit, wish.rests, -1});
    for (std::uint32_t const index :
         arrival_sequence(orders, turn_.draws, Purpose{"market/arrival"}.of(turn_.market), turn_.step)) {
        Order const& wish = wishes[index];
        if (best(opposite(wish.side)) == 0 && !wish.rests)
            found_none_[row(wish.side)] = true;
        Traded const traded = take(orders[index], wish.channel);
        by_orders_[row(wish.side)].coins += traded.coins;
        by_orders_[row(wish.side)].money += traded.money;
        if (traded.coins > Amount{0})
            out_.fills.push_back({wish, traded.coins, traded.money});
    }
}

double Matcher::mid_after() const
{
    std::array<double, 2> const now{best(Side::buy), best(Side::sell)};
    auto const between = [](double mid, std::array<double, 2> const& quotes) {
        if (quotes[0] > 0)
            mid = std::max(mid, quotes[0]);
        return quotes[1] > 0 ? std::min(mid, quotes[1]) : mid;
    };
    double mid = between(batch_.mid, opening_);
    for (Side const side : {Side::buy, Side::sell}) {
        if (by_orders_[row(opposite(side))].coins == Amount{0} || opening_[row(side)] == 0)
            continue;
        double const left = now[row(side)] > 0 ? now[row(side)] : last_[row(side)];
        double const eaten = side == Side::buy ? std::min(left, opening_[0]) : std::max(left, opening_[1]);
        mid =
            batch_.distance == Distance::linear ? mid + eaten - opening_[row(side)] : mid * eaten / opening_[row(side)];
    }
    return between(mid, now);
}

std::vector<ChannelWeight> Matcher::movers(Side side) const
{
    std::map<Channel, double> weights;
    for (OrderFill const& fill : out_.fills)
        if (fill.order.side == side)
            weights[fill.order.channel] += static_cast<double>(fill.amount.value());
    std::vector<ChannelWeight> all;
    for (auto const& [channel, weight] : weights)
        all.push_back({channel, weight});
    return all;
}

ClearedBatch Matcher::result()
{
    BatchResult& result = out_.result;
    result.bought = by_orders_[row(Side::buy)].coins;
    result.sold = by_orders_[row(Side::sell)].coins;
    Side const excess = result.bought > result.sold ? Side::buy : Side::sell;
    Traded const& traded = by_orders_[row(excess)];
    if (traded.coins > Amount{0})
        result.price =
            static_cast<double>(traded.money.value()) / batch_.money(static_cast<double>(traded.coins.value()), 1);
    result.empty_side = found_none_[row(excess)] && traded.coins == Amount{0};
    result.movers = movers(excess);
    result.mid_before = batch_.mid;
    result.mid_after = mid_after();
    out_.base = coins_.settlements();
    out_.quote = money_.settlements();
    return out_;
}

}  // namespace

ClearedBatch clear_price_time(PriceTimeBook& book, Batch const& batch, PriceTimeTurn const& turn)
{
    book.expire(turn.step);
    Matcher matcher{book, batch, turn};
    matcher.place_bands();
    matcher.take_orders();
    ClearedBatch cleared = matcher.result();
    book.expire(turn.step + 1);
    return cleared;
}

Amount needed_by_resting(PriceTimeBook const& book, AccountId account, Batch const& units)
{
    Amount needed{0};
    for (RestingOrder const& order : book.resting(Side::sell))
        if (order.base == account)
            needed += order.amount;
    for (RestingOrder const& order : book.resting(Side::buy))
        if (order.quote == account)
            needed += cost_of(units, order.amount, order.price);
    return needed;
}

}  // namespace stampede
