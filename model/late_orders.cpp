#include "model/late_orders.hpp"

#include <array>
#include <string>

namespace stampede {
namespace {

/// Visits one number of every order as a column.
template <class Wish, class Get>
void member(ColumnVisitor& column, std::string_view name, std::vector<Late<Wish>>& orders, Get const& get)
{
    using Value = std::remove_reference_t<decltype(get(orders.front()))>;
    Column<Value> values;
    for (Late<Wish>& late : orders)
        values.push_back(get(late));
    column(name, values);
    for (std::size_t i = 0; i < values.size(); ++i)
        get(orders[i]) = values[i];
}

template <class Wish, class Get>
void flag(ColumnVisitor& column, std::string_view name, std::vector<Late<Wish>>& orders, Get const& get)
{
    Column<std::uint8_t> values;
    for (Late<Wish>& late : orders)
        values.push_back(get(late) ? 1 : 0);
    column(name, values);
    for (std::size_t i = 0; i < values.size(); ++i)
        get(orders[i]) = values[i] != 0;
}

template <class Wish>
void causes(ColumnVisitor& column, std::vector<Late<Wish>>& orders)
{
    std::array<Column<EventId>, Cause::most_parents> parents;
    std::array<Column<double>, Cause::most_parents> weights;
    for (std::size_t i = 0; i < Cause::most_parents; ++i) {
        for (Late<Wish> const& late : orders) {
            Cause const& cause = late.order.cause;
            parents[i].push_back(i < cause.size() ? cause.parent(i) : calm_root);
            weights[i].push_back(i < cause.size() ? static_cast<double>(cause.weight(i)) : 0);
        }
        column("parent " + std::to_string(i), parents[i]);
        column("weight " + std::to_string(i), weights[i]);
    }
    for (std::size_t order = 0; order < orders.size(); ++order) {
        std::array<Cause::Part, Cause::most_parents> parts{};
        for (std::size_t i = 0; i < Cause::most_parents; ++i)
            parts[i] = {parents[i][order], weights[i][order]};
        orders[order].order.cause = Cause::restored(parts);
    }
}

/// What orders of all kinds have. @param none  stands for those that are loaded
template <class Wish>
void common(ColumnVisitor& column, std::vector<Late<Wish>>& orders, Wish const& none)
{
    Column<std::int64_t> arrivals;
    for (Late<Wish> const& late : orders)
        arrivals.push_back(late.arrival);
    column("arrival", arrivals, "step");
    orders.resize(arrivals.size(), {none, 0});
    for (std::size_t i = 0; i < orders.size(); ++i)
        orders[i].arrival = arrivals[i];
    member(
        column, "market", orders, [](auto& late) -> auto& { return late.order.market; });
    member(
        column, "side", orders, [](auto& late) -> auto& { return late.order.side; });
    member(
        column, "limit", orders, [](auto& late) -> auto& { return late.order.limit; });
    member(
        column, "channel", orders, [](auto& late) -> auto& { return late.order.channel; });
    causes(column, orders);
}

void visit(ColumnVisitor& column, std::string_view name, std::vector<Late<PerpOrder>>& orders)
{
    column.enter(name);
    common(column, orders, PerpOrder{{}, {}, Side::sell, {}, 0, 0, false, Channel::price, Cause::calm()});
    member(
        column, "position", orders, [](auto& late) -> auto& { return late.order.position; });
    member(
        column, "size", orders, [](auto& late) -> auto& { return late.order.size; });
    member(
        column, "leverage", orders, [](auto& late) -> auto& { return late.order.leverage; });
    flag(
        column, "reduces", orders, [](auto& late) -> auto& { return late.order.reduces; });
    column.leave();
}

}  // namespace

Units LateOrders::engine_size(PerpId market) const
{
    Units sum{0};
    for (Late<PerpOrder> const& late : engine)
        if (late.order.market == market)
            sum += late.order.size;
    return sum;
}

void LateOrders::columns(ColumnVisitor& column)
{
    column.enter("spot");
    common(column, spot, Order{{}, Side::sell, {}, {}, {}, {}, 0, Channel::price, Cause::calm()});
    member(
        column, "base", spot, [](auto& late) -> auto& { return late.order.base; });
    member(
        column, "quote", spot, [](auto& late) -> auto& { return late.order.quote; });
    member(
        column, "wallet", spot, [](auto& late) -> auto& { return late.order.wallet; });
    member(
        column, "amount", spot, [](auto& late) -> auto& { return late.order.amount; });
    flag(
        column, "rests", spot, [](auto& late) -> auto& { return late.order.rests; });
    column.leave();
    visit(column, "perp", perp);
    visit(column, "engine", engine);
}

}  // namespace stampede
