#pragma once
// Borrowers who hold positions on credit: they sell when their leverage is too high, and default when nothing helps.

#include <string>
#include <vector>

#include "agents/fund_position.hpp"
#include "model/population.hpp"

namespace stampede {

/// Steers one institution, whose loans and positions the experiment declares. It looks at its leverage (assets /
/// equity) and sells part of its coins, over an unwinding time, when that is above its limit; with room it buys more.
/// Its treasury repays what is recalled; it fails as every institution does.
///
/// It may hold a position in a perpetual market, with money and coins behind it. When the venue calls for margin it
/// brings its money, sells coins for more, and, as far as that cannot be enough, reduces the position.
/// @source leverage targeting: Adrian, Shin, Journal of Financial Intermediation 19(3), 2010, 418-437
class Funds final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

  private:
    /// What it has and what is left of it when its debts are paid.
    struct Books {
        double coins = 0, money = 0;   ///< in hot storage: what can be sold, and what it is sold for [USD]
        double position = 0;           ///< notional of its position [USD]
        double risky = 0, equity = 0;  ///< coins wherever they are, the position and what others owe it; what is left
                                       ///< for it [USD]
    };
    [[nodiscard]] Books books_of(View& seen) const;
    void trade(View& seen, double usd, double coins, Intents& wishes) const;
    void meet_call(View& seen, Books const& books, Intents& wishes) const;
    /// Where it can trade an asset now.
    [[nodiscard]] static std::vector<MarketId> markets_of(View& seen, AssetId base);

    std::string institution_;
    double most_leverage_ = 3, target_leverage_ = 2.5;
    bool releverages_ = false;
    Duration unwind_time_{6 * 3600.0};

    FundPosition position_;
    InstitutionId self_;
    std::vector<Row> self_row_{0};
    Column<std::int8_t> selling_;  // one: whether it is on its way down to the target
};

}  // namespace stampede
