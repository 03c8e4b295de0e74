#pragma once
// Who of a queue is paid how much: the discipline decides who is first.

#include <vector>

#include "model/mechanisms/withdrawals.hpp"

namespace stampede {

struct PayoutRules {
    Discipline discipline;
    std::int64_t asked_by;  ///< only requests of this step or earlier are due
    UserLimit const* user_limit;
};

/// Part of one request to pay now. `void_part` falls away: its claim no longer has it, or it stands behind a position
/// by now (a venue refuses such a withdrawal; its owner may ask again).
struct Payout {
    std::size_t ask;
    Amount amount{0};
    Amount void_part{0};
};

/// Splits `budget` over the queue: oldest first with pro rata inside one step (fifo), all pro rata, or smallest first.
[[nodiscard]] std::vector<Payout> payouts(World const& world, WithdrawalQueue const& queue, AssetId asset,
                                          Amount budget, PayoutRules const& rules);

}  // namespace stampede
