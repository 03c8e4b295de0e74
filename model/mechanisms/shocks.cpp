#include "model/mechanisms/shocks.hpp"

#include <algorithm>

#include "model/base/math.hpp"

namespace stampede {

Shocks::Shocks(std::vector<Entry> timeline) : timeline_{std::move(timeline)}
{
    std::stable_sort(timeline_.begin(), timeline_.end(), [](Entry const& a, Entry const& b) {
        return a.shock->at() != b.shock->at() ? a.shock->at() < b.shock->at() : a.name < b.name;
    });
}

void Shocks::apply(StepContext& step) const
{
    World& world = step.world;
    for (Entry const& entry : timeline_) {
        auto const due = static_cast<std::int64_t>(floor(entry.shock->at().value() / world.clock.dt()));
        if (due != world.clock.step)
            continue;
        EventId const event = world.events.add(EventKind::shock, {}, Cause::calm());
        entry.shock->apply(world, event);
    }
}

}  // namespace stampede
