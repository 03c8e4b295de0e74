#pragma once
// A pool of coins that anybody may swap: an institution whose holdings belong to those who own its shares.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/event.hpp"
#include "model/policies/pool_fee.hpp"

namespace stampede {

class PoolCurve;

/// What happened in a pool in one step; recorded and dropped.
struct PoolFlow {
    double volume_usd = 0;     ///< of what was given, at the prices before the step
    std::int64_t swaps = 0;    ///< done
    std::int64_t refused = 0;  ///< swaps and removals that would have paid less than was asked for
};

/// One pool. What it holds is in the ledger as hot storage, its shares as claims on it in an asset of their own.
struct Pool {
    std::string name;
    InstitutionId id;
    AssetId share;
    std::vector<AssetId> coins;
    std::size_t quote = 0;                   ///< which of the coins its prices are told in
    std::shared_ptr<PoolCurve const> curve;  ///< configuration, as what follows
    PoolFee fee;
    bool marks = true;  ///< its prices count among those that value its coins
    std::vector<Amount> at_birth;
    Amount shares_at_birth;
    AccountId passive;  ///< shares of the passive makers

    EventId last_event = calm_root;  ///< last swap or removal that somebody had a reason for
    PoolFlow last;                   ///< of this step (not state: recorded and dropped)
};

/// Is the asset one of its coins?
[[nodiscard]] bool holds(Pool const& pool, AssetId asset);

}  // namespace stampede
