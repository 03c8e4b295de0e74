#pragma once
// What is read of a perpetual market after a step; series and outcomes take it from here.

#include "model/world.hpp"

namespace stampede {

/// Value of a size at mark [USD]; its sign is that of the size.
[[nodiscard]] double usd_of(View& seen, PerpMarket const& market, Units size);
/// A size in coins of the base asset, of an inverse contract at mark.
[[nodiscard]] double coins_of(PerpMarket const& market, Units size);

/// What happened in one market over some steps [USD, sizes at the mark of each step].
struct PerpFlowUsd {
    double volume = 0, liquidated = 0, deleveraged = 0, shortfall = 0, socialised = 0, borne = 0;
    double uncovered = 0, given_up = 0, excess = 0;
    std::int64_t liquidations = 0, winners = 0;

    /// Takes in the step that has just ended.
    void add(View& seen, PerpMarket const& market);

    static void members(auto&& member)
    {
        member("volume", &PerpFlowUsd::volume);
        member("liquidated", &PerpFlowUsd::liquidated);
        member("deleveraged", &PerpFlowUsd::deleveraged);
        member("shortfall", &PerpFlowUsd::shortfall);
        member("socialised", &PerpFlowUsd::socialised);
        member("borne", &PerpFlowUsd::borne);
        member("uncovered", &PerpFlowUsd::uncovered);
        member("given_up", &PerpFlowUsd::given_up);
        member("excess", &PerpFlowUsd::excess);
        member("liquidations", &PerpFlowUsd::liquidations);
        member("winners", &PerpFlowUsd::winners);
    }
};

}  // namespace stampede
