#pragma once
// Puts the wishes of every step into a sequence made by luck, and in order again or not.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"

namespace stampede::testing {

/// Calls `act(name, list)` for every list of wishes. A new list does not compile until it has its line.
template <class Act>
void for_each_list(Intents& wishes, Act&& act)
{
    auto& [withdrawals, deposits, redemptions, mints, orders, bands, house_orders, perp_orders, perp_bands, margins,
           swaps, house_swaps, removals, liquidations, repayments] = wishes;
    act("withdrawals", withdrawals);
    act("deposits", deposits);
    act("redemptions", redemptions);
    act("mints", mints);
    act("orders", orders);
    act("bands", bands);
    act("house_orders", house_orders);
    act("perp_orders", perp_orders);
    act("perp_bands", perp_bands);
    act("margins", margins);
    act("swaps", swaps);
    act("house_swaps", house_swaps);
    act("removals", removals);
    act("liquidations", liquidations);
    act("repayments", repayments);
}

/// Acts right after agents have decided. If the wishes are put in order again, the world goes on as if agents had been
/// asked in another sequence; if not, as if their accounts had other numbers, as far as these decide who comes first.
class WishShuffler final : public Mechanism {
  public:
    enum class Then : std::uint8_t { put_in_order, leave };

    /// @param longest  filled in: the most wishes of a list in one step, by the list's name
    explicit WishShuffler(std::map<std::string, std::size_t>& longest, Then then = Then::put_in_order)
        : longest_{longest}, then_{then}
    {
    }

    [[nodiscard]] std::string_view name() const override { return "shuffle"; }
    [[nodiscard]] Phase phase() const override { return Phase::trade; }
    void apply(StepContext& step) const override
    {
        auto const now = static_cast<std::uint64_t>(step.world.clock.step);
        for_each_list(step.wishes, [&](char const* list, auto& wishes) {
            Permutation const place{wishes.size(), Draws{5, now}, list};
            auto const before = wishes;
            for (std::size_t i = 0; i < wishes.size(); ++i)
                wishes[place(i)] = before[i];
            longest_[list] = std::max(longest_[list], wishes.size());
        });
        if (then_ == Then::put_in_order)
            step.wishes.put_in_order();
    }

  private:
    std::map<std::string, std::size_t>& longest_;
    Then then_;
};

}  // namespace stampede::testing
