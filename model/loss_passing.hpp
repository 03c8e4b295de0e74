#pragma once
// What a venue's rules let it pass on of the losses that its liquidation engine would make at the mark.

#include "model/base/quantity.hpp"
#include "model/world.hpp"

namespace stampede {

/// How losses of the engine beyond its insurance fund reach those who have won.
struct LossPassing {
    bool closes = true;       ///< inventory may be closed against winners at what it cost the engine
    bool needs_fund = false;  ///< only where there was an insurance fund whose fall can tell
    Share socialised{1};      ///< part of a realised loss that is cut out of winners' unrealised profits
};

/// Claim of a venue on winners, over its perpetual markets: of what inventories would lose at the mark, the part beyond
/// the insurance fund that its rules pass on; by socialising not more than winners have won. It counts in a solvency
/// test beside the loss itself, which is in the venue's wealth already.
/// @return [micro-USD], >= 0
/// @source order of who pays: M 1.3, 1.5, 1.6
[[nodiscard]] MicroUsd claim_on_winners(World const& world, InstitutionId venue, LossPassing const& rules);

}  // namespace stampede
