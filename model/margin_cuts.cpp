#include "model/margin_cuts.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "model/base/wide.hpp"
#include "model/cross_standing.hpp"

namespace stampede {
namespace {

/// Units that a trade on this side closes before it opens anything.
std::int64_t closable(Units held, Side side)
{
    std::int64_t const against = side == Side::buy ? -held.value() : held.value();
    return std::max<std::int64_t>(0, against);
}

/// Scales wishes to a sum of at most `most`. @return the sum of what is left
std::int64_t scale(std::span<MarginedWish> wishes, bool reducing, double most)
{
    Int128 sum = 0;
    for (MarginedWish const& wish : wishes)
        if (wish.reduces == reducing)
            sum += wish.size->value();
    bool const cut = static_cast<double>(sum) > most;
    auto const whole = static_cast<Int128>(most);
    std::int64_t left = 0;
    for (MarginedWish& wish : wishes)
        if (wish.reduces == reducing) {
            if (cut)
                *wish.size = Amount{static_cast<std::int64_t>(wish.size->value() * whole / sum)};
            left += wish.size->value();
        }
    return left;
}

void cut_group(std::span<MarginedWish> wishes, World const& world, PerpId id)
{
    PerpMarket const& market = world.perps[id.index()];
    PositionId const row = wishes.front().position;
    Units const held = market.positions.position(row).size;
    std::int64_t const open = closable(held, wishes.front().side);
    std::int64_t const reduced = scale(wishes, true, static_cast<double>(open));
    double wanted = static_cast<double>(held.value() < 0 ? -held.value() : held.value()), asked = 0;
    for (MarginedWish const& wish : wishes)
        if (!wish.reduces) {
            wanted += static_cast<double>(wish.size->value());
            if (wish.leverage > 0)
                asked = asked > 0 ? std::min(asked, wish.leverage) : wish.leverage;
        }
    double const unit = notional(Units{1}, market.contract(), Price{market.mid});
    Units const size{static_cast<std::int64_t>(std::min(wanted, most_units))};
    double const leverage = market.positions.allowed_leverage(size, wanted * unit, asked);
    double const free = free_margin_of(world, id, row, wishes.front().side, asked);
    double room = free * leverage / unit;
    if (open == 0 && !market.positions.cross(row).valid() && market.positions.extra_rate(size) > 0) {
        // A surcharge is on the whole position, so what is held is to be margined at that rate, too.
        Position const position = market.positions.position(row);
        double const whole = (free + static_cast<double>(position.margin.value())) * leverage / unit;
        room = std::clamp(whole - std::abs(static_cast<double>(held.value())), 0.0, room);
    }
    scale(wishes, false, static_cast<double>(open - reduced) + room);
}

}  // namespace

void cut_by_margin(std::vector<MarginedWish> wishes, World const& world, PerpId id)
{
    auto const key = [](MarginedWish const& wish) { return std::tie(wish.position, wish.side); };
    std::stable_sort(wishes.begin(), wishes.end(),
                     [&](MarginedWish const& a, MarginedWish const& b) { return key(a) < key(b); });
    for (std::size_t from = 0; from < wishes.size();) {
        std::size_t to = from;
        while (to < wishes.size() && key(wishes[to]) == key(wishes[from]))
            ++to;
        cut_group(std::span{wishes}.subspan(from, to - from), world, id);
        from = to;
    }
}

}  // namespace stampede
