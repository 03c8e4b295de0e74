#pragma once
// Each perpetual market clears one batch a step: agents' orders, the engine's inventory, whoever rests in the book.

#include <utility>
#include <vector>

#include "model/base/keyed_sums.hpp"
#include "model/mechanisms/trading.hpp"
#include "model/position_acts.hpp"

namespace stampede {

/// Moves margins as wished, gathers orders and depth, cuts them to what margin allows, clears every book, and takes the
/// fills into the positions. An order that opens is margined by its owner's account at the leverage it asks for.
class PerpTrading final : public Mechanism {
  public:
    PerpTrading(Trading::Parameters const& parameters, PerpRules rules);
    [[nodiscard]] std::string_view name() const override { return "perp_trading"; }
    [[nodiscard]] Phase phase() const override { return Phase::trade; }
    void apply(StepContext& step) const override;

  private:
    /// Whose account it is.
    struct Owner {
        PositionId row;
        double leverage = 0;  ///< lowest asked for, 0 = the highest allowed [1]

        Owner& operator+=(Owner const& other);
    };
    /// One batch, and whose wishes are in it.
    struct Gathered {
        Batch batch;
        std::vector<std::pair<AccountId, Owner>> entered;  ///< per wish
        KeyedSums<AccountId, Owner> owners;
        std::vector<std::uint8_t> reduces;  ///< per order: 1 = it may not open anything

        /// Notes whose account it is, and the leverage asked for. @return the account
        AccountId enter(PerpMarket const& market, PositionId row, double asked);
        void add(PerpMarket const& market, PerpOrder const& order);
        [[nodiscard]] Owner const& owner(AccountId account) const;
    };
    [[nodiscard]] Gathered gather(StepContext& step, WishesByMarket const& places, PerpId id) const;
    void rest_in_book(StepContext& step, WishesByMarket const& places, PerpId id, Gathered& all) const;
    void cut(World const& world, PerpId id, Gathered& all) const;
    void clear_market(StepContext& step, WishesByMarket const& places, PerpId id) const;
    void take_fills(World& world, PerpId id, Gathered const& gathered, ClearedBatch const& cleared) const;

    Trading::Parameters parameters_;
    PerpRules rules_;
};

}  // namespace stampede
