#include "experiments/families.hpp"

#include <set>
#include <utility>

#include "experiments/distribution_form.hpp"
#include "experiments/field_walker.hpp"

namespace stampede {

void for_each_family(Visit const& thing, std::function<void(ChoiceSlot&)> const& seen)
{
    std::set<std::string> families;
    auto const enter = [&](ChoiceSlot& slot, FieldVisitor& walker) {
        if (!families.emplace(slot.family()).second)
            return;
        std::string const chosen{slot.kind()};
        seen(slot);
        for (RosterLine const& line : slot.kinds()) {
            slot.choose(line.name);
            slot.visit(walker);
        }
        slot.choose(chosen);
    };
    bool distribution_seen = false;
    auto const note_distribution = [&](Distribution&) {
        DistributionForm form;
        if (!std::exchange(distribution_seen, true))
            seen(form);
    };
    FieldWalker walker{{.choice = enter, .distribution = note_distribution, .examples = true}};
    thing(walker);
}

}  // namespace stampede
