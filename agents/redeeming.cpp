#include "agents/redeeming.hpp"

#include <algorithm>

namespace stampede {

void Redeeming::learn(Events const& events)
{
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        EventKind const kind = events.kind(event);
        if (kind != EventKind::redemption_asked && kind != EventKind::redemption_paid &&
            kind != EventKind::request_dropped && kind != EventKind::request_void)
            continue;
        auto const found = row_of_.find(events.account(event));
        if (found == row_of_.end())
            continue;
        Amount const amount = events.happening(event).amount;
        Amount& waiting = waiting_[found->second];
        waiting = kind == EventKind::redemption_asked ? waiting + amount : std::max(Amount{0}, waiting - amount);
    }
}

}  // namespace stampede
