#include "model/price_time_book.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

#include "model/base/check.hpp"

namespace stampede {
namespace {

// Whether a price is at least as good for whoever meets an order resting on `side` as `worst` is.
bool reaches(Side side, Price price, double worst)
{
    return side == Side::buy ? price.value() >= worst : price.value() <= worst;
}

}  // namespace

bool PriceTimeBook::meets(ArrivingOrder const& order) const
{
    Side const side = opposite(order.side);
    return !resting(side).empty() && reaches(side, resting(side).back().price, order.limit);
}

Matching PriceTimeBook::fill(ArrivingOrder const& order, std::int64_t step)
{
    Matching matching{{}, std::vector<OrderId>(1), std::vector<Amount>(1)};
    match(order, 0, step, matching);
    return matching;
}

std::vector<std::uint32_t> arrival_sequence(std::span<ArrivingOrder const> orders, Draws const& draws, Purpose purpose,
                                            std::int64_t step)
{
    constexpr unsigned bits_per_step = 20;
    using Place = std::tuple<std::uint64_t, AccountId, std::uint64_t, std::uint32_t>;
    std::map<AccountId, std::uint64_t> sent;
    std::vector<Place> places;
    for (std::uint32_t index = 0; index < orders.size(); ++index) {
        AccountId const owner = orders[index].base;
        std::uint64_t const before = sent[owner]++;
        std::uint64_t const counter = (static_cast<std::uint64_t>(step) << bits_per_step) + before;
        places.emplace_back(draws.bits(purpose, owner.value(), counter), owner, before, index);
    }
    std::ranges::sort(places);
    std::vector<std::uint32_t> sequence;
    for (Place const& place : places)
        sequence.push_back(std::get<std::uint32_t>(place));
    return sequence;
}

Matching PriceTimeBook::match_batch(std::span<ArrivingOrder const> orders, Draws const& draws, Purpose purpose,
                                    std::int64_t step)
{
    Matching matching{{}, std::vector<OrderId>(orders.size()), std::vector<Amount>(orders.size())};
    for (std::uint32_t const index : arrival_sequence(orders, draws, purpose, step))
        match(orders[index], index, step, matching);
    return matching;
}

void PriceTimeBook::match(ArrivingOrder const& order, std::uint32_t index, std::int64_t step, Matching& matching)
{
    ensure(order.amount >= Amount{0}, "order book: an order of a negative amount arrived", order.amount.value());
    Amount left = order.amount;
    Side const side = opposite(order.side);
    Column<RestingOrder>& book = orders(side);
    while (left > Amount{0} && meets(order)) {
        RestingOrder& best = book.back();
        Amount const part = std::min(left, best.amount);
        matching.fills.push_back({index, best.id, best.base, best.quote, best.price, part});
        left -= part;
        best.amount -= part;
        if (best.amount == Amount{0})
            book.pop_back();
    }
    matching.unfilled[index] = left;
    if (!order.rests || left == Amount{0})
        return;
    ensure(order.limit > 0 && order.limit <= std::numeric_limits<double>::max(),
           "order book: a resting order needs a positive limit price", order.limit);
    OrderId const id{next_id_++};
    Column<RestingOrder>& own = orders(order.side);
    auto const place = std::ranges::partition_point(
        own, [&](RestingOrder const& other) { return !reaches(order.side, other.price, order.limit); });
    own.insert(place, {id, order.base, order.quote, Price{order.limit}, left, step, order.expires});
    matching.rested[index] = id;
}

template <class Gone>
std::vector<RestingOrder> PriceTimeBook::take_off(Gone const& gone)
{
    std::vector<RestingOrder> taken;
    for (Side const side : {Side::buy, Side::sell}) {
        Column<RestingOrder>& book = orders(side);
        std::ranges::copy_if(book, std::back_inserter(taken), gone);
        std::erase_if(book, gone);
    }
    return taken;
}

Amount PriceTimeBook::cancel(OrderId id)
{
    auto const taken = take_off([id](RestingOrder const& order) { return order.id == id; });
    return taken.empty() ? Amount{0} : taken.front().amount;
}

std::vector<RestingOrder> PriceTimeBook::cancel_all(AccountId base)
{
    return take_off([base](RestingOrder const& order) { return order.base == base; });
}

std::vector<RestingOrder> PriceTimeBook::expire(std::int64_t step)
{
    return take_off([step](RestingOrder const& order) { return order.expires >= 0 && order.expires <= step; });
}

void PriceTimeBook::cut(OrderId id, Amount amount)
{
    ensure(amount >= Amount{0}, "order book: an order was cut to a negative amount", amount.value());
    for (Side const side : {Side::buy, Side::sell})
        for (RestingOrder& order : orders(side))
            if (order.id == id)
                order.amount = std::min(order.amount, amount);
    take_off([](RestingOrder const& order) { return order.amount == Amount{0}; });
}

std::optional<Price> PriceTimeBook::best(Side side) const
{
    std::span<RestingOrder const> const book = resting(side);
    return book.empty() ? std::nullopt : std::optional{book.back().price};
}

std::optional<Price> PriceTimeBook::mid() const
{
    if (bids_.empty() || asks_.empty())
        return std::nullopt;
    return Price{(bids_.back().price.value() + asks_.back().price.value()) / 2};
}

Amount PriceTimeBook::depth(Side side, Price worst) const
{
    Amount sum{0};
    for (RestingOrder const& order : resting(side))
        if (reaches(side, order.price, worst.value()))
            sum += order.amount;
    return sum;
}

void PriceTimeBook::columns(ColumnVisitor& column)
{
    column("bids", bids_);
    column("asks", asks_);
    column.scalar("next_id", next_id_);
}

}  // namespace stampede
