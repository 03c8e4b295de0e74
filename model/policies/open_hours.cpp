#include "model/policies/open_hours.hpp"

namespace stampede {
namespace {

constexpr std::int64_t day = 86400;

}  // namespace

void OpenHours::visit(FieldVisitor& field)
{
    Range const in_a_day{0, static_cast<double>(day)};
    field("opens", opens, in_a_day, "time after midnight UTC from which requests are served");
    field("closes", closes, in_a_day, "time after midnight UTC from which they are not; after \"opens\"");
    field("weekends", weekends, "false: closed on Saturday and Sunday");
}

bool OpenHours::open(std::int64_t week_second) const
{
    auto const of_day = static_cast<double>(week_second % day);
    bool const weekend = week_second / day % 7 >= 5;
    return (weekends || !weekend) && of_day >= opens.value() && of_day < closes.value();
}

Duration OpenHours::wait(std::int64_t week_second) const
{
    if (open(week_second))
        return Duration{0};
    for (std::int64_t ahead = 0; ahead <= 7; ++ahead) {
        std::int64_t const opening = (week_second / day + ahead) * day + static_cast<std::int64_t>(opens.value());
        if (opening >= week_second && open(opening))
            return Duration{static_cast<double>(opening - week_second)};
    }
    return Duration{7.0 * day};
}

}  // namespace stampede
