#include "model/mechanisms/shocks.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/shocks/outage.hpp"

namespace stampede {

Shocks::Shocks(std::vector<Entry> timeline) : timeline_{std::move(timeline)}
{
    std::stable_sort(timeline_.begin(), timeline_.end(), [](Entry const& a, Entry const& b) {
        return a.shock->at() != b.shock->at() ? a.shock->at() < b.shock->at() : a.name < b.name;
    });
}

void Shocks::check(View& world) const
{
    for (Entry const& entry : timeline_) {
        try {
            entry.shock->check(world);
        }
        catch (InputError const& error) {
            throw InputError{"/shocks/" + entry.name + "/" + error.what()};
        }
    }
}

bool Shocks::happens(Entry const& entry, View& world)
{
    double const due = floor(entry.shock->at().value() / world.clock.dt());
    double const luck = world.draws.uniform(Purpose{"shock/chance"}.of(entry.name), 0);
    return due == static_cast<double>(world.clock.step) && luck < entry.shock->chance().value() &&
           !entry.shock->neutral();
}

void Shocks::apply(StepContext& step) const
{
    World& world = step.world;
    if (world.clock.step == 0)
        check(world);
    end_outages(world);
    for (Entry const& entry : timeline_)
        if (happens(entry, world))
            entry.shock->apply(world, world.events.add(EventKind::shock, {}, Cause::calm()));
}

}  // namespace stampede
