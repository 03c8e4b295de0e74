#pragma once
// Money that was paid out for another venue: what becomes of it when it arrives there.

#include "model/world.hpp"

namespace stampede {

/// Tokens arrive at another venue and become a claim on it. If its owner had asked the venue that paid them for his
/// money, he is a client of the other from now on: a member, its home, and listed among the returners of the step. They
/// stay in his wallet (event `request_dropped`) if the venue is not active, or if he has left it, or moved on, or come
/// back to where they were paid.
void move_in(World& world, Onward const& way);

/// Did a payout of another venue bring about this deposit? Otherwise its owner has come back.
[[nodiscard]] bool came_from_elsewhere(Events const& events, EventId deposit);

}  // namespace stampede
