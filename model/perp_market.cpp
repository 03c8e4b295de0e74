#include "model/perp_market.hpp"

namespace stampede {

void PerpMarket::columns(ColumnVisitor& column)
{
    column.group("positions", positions);
    column.scalar("mid", mid);
    column.scalar("signed_depletion", signed_depletion);
    column.scalar("reference", reference);
    column.scalar("halted_until", halted_until);
    column.scalar("index", index);
    column.scalar("mark", mark);
    column.scalar("basis", basis);
    column("index_sum", index_sum, "quote/base");
    column.scalar("premium_sum", premium_sum);
    column.scalar("premium_steps", premium_steps);
    column.scalar("funding_rate", funding_rate);
    column.scalar("next_funding", next_funding);
    column.scalar("fund_peak", fund_peak);
    column.scalar("peak_step", peak_step);
    Column<Side> side{engine_order.side};
    Column<Units> size{engine_order.size};
    column("engine_side", side);
    column("engine_size", size, "units of size");
    column.scalar("engine_limit", engine_order.limit);
    column.scalar("fillable", fillable);
    engine_order.side = side.at(0);
    engine_order.size = size.at(0);
    column.scalar("closed_out", closed_out);
    Column<EventId> event{last_event};
    Column<Amount> depth{near_depth};
    column("last_event", event);
    column("near_depth", depth, "units of size");
    last_event = event.at(0);
    near_depth = depth.at(0);
    column("takeovers", takeovers);
    column("takeover_sizes", takeover_sizes, "units of size");
}

}  // namespace stampede
