#pragma once
// Which cross accounts have to be measured: prices move every account a little in every step, but few of them far
// enough to matter.

#include <cstdint>
#include <vector>

#include "model/base/id.hpp"

namespace stampede {

class World;
struct CrossStanding;

/// Is the concentration of positions measured anew in this step? Once an hour.
[[nodiscard]] bool measures_concentration(World const& world);

/// Lets a cross account sleep until prices may have used up what it has above its margin, or it was changed itself.
///
/// Let E bound what the account is worth more or less if every price that counts for it moves by a relative 1: its
/// collateral after haircuts, and value of positions times 1 + c, as c times their maintenance moves with them, c >= 1
/// being the level of its margin call. After steps in which the largest move of a price that counts at its venue was
/// x_1, x_2, ... (as log), none is farther from where it was than exp(x_1 + x_2 + ...) - 1. So it can wait until that
/// sum has grown by log(1 + spare / E) since it was measured, spare being equity less c times maintenance. Whoever
/// borrows, has been called or belongs to an institution never sleeps; payments of funding, and what concentration
/// adds, wake everyone at the venue. Derived from the world: no part of its columns; an empty one wakes everybody.
class CrossWatch {
  public:
    /// Once in a step, when marks, indices and haircuts are known.
    void follow(World& world);
    /// Those whose accounts or positions have changed since: wakes them.
    void take_in_changes(World& world);
    [[nodiscard]] bool awake(CrossId id) const
    {
        return id.index() >= wakes_at_.size() || travelled_[venue_[id.index()].index()] >= wakes_at_[id.index()];
    }
    /// It was measured just now, and nothing is to be done about it.
    void measured(World const& world, CrossId id, CrossStanding const& standing);

  private:
    /// A price at which a venue counts collateral, after its haircut.
    struct CollateralPrice {
        InstitutionId venue;
        AssetId asset, settle;
        double last = 0;
    };

    void grow(World& world);
    void wake_all(InstitutionId venue);

    std::vector<double> wakes_at_;       // per cross account
    std::vector<InstitutionId> venue_;   // per cross account
    std::vector<double> travelled_;      // per institution: sum of the largest moves
    std::vector<double> marks_;          // per perpetual market
    std::vector<std::int64_t> funding_;  // per perpetual market: index of funding
    std::vector<CollateralPrice> prices_;
};

}  // namespace stampede
