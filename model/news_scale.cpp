#include "model/news_scale.hpp"

#include <array>

namespace stampede {

void NewsScale::visit(FieldVisitor& field)
{
    field("rumour", rumour, unit_interval, "1", "level of talk without a source");
    field("leak", leak, unit_interval, "1", "level of a report with documents");
    field("rival_exits", rival_exits, unit_interval, "1", "level of a large holder or rival who leaves in public");
    field("insolvency_reported", insolvency_reported, unit_interval, "1", "level of a report that it cannot pay");
}

Share NewsScale::level(NewsLevel kind) const
{
    std::array const levels = {rumour, leak, rival_exits, insolvency_reported};
    return levels.at(static_cast<std::size_t>(kind));
}

}  // namespace stampede
