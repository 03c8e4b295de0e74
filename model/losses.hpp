#pragma once
// Wealth by class and the channel through which it was lost, in integers: channel sums equal losses exactly.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/base/wide.hpp"
#include "model/contract.hpp"

namespace stampede {

/// Why wealth changed. `price` is exogenous moves and requotes; `run` is what early leavers took above their fair
/// share.
enum class Channel : std::uint8_t {
    price,
    liquidation,
    adl,
    socialised,
    run,
    fire_sale,
    depeg,
    default_,
    fee,
    operational
};
inline constexpr std::size_t channel_count = 10;
[[nodiscard]] std::string_view name_of(Channel channel);

/// Part of a price move that a channel caused [any weight >= 0].
struct ChannelWeight {
    Channel channel;
    double weight;
};

/// Value of an amount at a price.
/// @param unit  smallest units in one coin
[[nodiscard]] MicroUsd value_of(Amount amount, Price price, double unit);

/// Net holdings of every class in cells (class, place, asset). A place is an institution (what it owes the class,
/// or owes to others, then negative) or the class's own storage. Each cell is valued as a total and rounded once,
/// so sleeping accounts cost nothing.
class WealthBook {
  public:
    /// @param classes  their names; @param places number of institutions (+1 for own storage)
    WealthBook(std::vector<std::string> classes, std::size_t places, std::vector<double> units);
    WealthBook() = default;

    /// Own storage comes after the institutions.
    [[nodiscard]] std::size_t own_storage() const { return places_ - 1; }
    [[nodiscard]] std::vector<std::string> const& classes() const { return names_; }
    [[nodiscard]] std::size_t assets() const { return units_.size(); }
    [[nodiscard]] Price price(AssetId asset) const { return Price{price_[asset.index()]}; }
    [[nodiscard]] double unit(AssetId asset) const { return units_[asset.index()]; }

    /// Before the first step: holdings and prices enter as initial wealth.
    void endow(ClassId owner, std::size_t place, AssetId asset, Amount amount);
    void quote(AssetId asset, Price price);
    /// Wealth so far becomes the initial wealth; losses start at 0.
    void open();

    /// A cell changes by `amount`; what that is worth is a loss (or gain) through `channel`.
    void change(ClassId owner, std::size_t place, AssetId asset, Amount amount, Channel channel);
    /// As above, but counted as inflow (income, a guarantee's money), not as a negative loss.
    void inflow(ClassId owner, std::size_t place, AssetId asset, Amount amount);
    /// Moves value from one channel's account to another's, e.g. from default to run.
    void rebook(ClassId owner, MicroUsd amount, Channel from, Channel to);
    /// Values all cells of an asset anew; every class's gain or loss is split over the channels by weight.
    void revalue(AssetId asset, Price price, std::span<ChannelWeight const> weights);

    // Positions: in each contract every class has a size and what it paid for it, worth value(size, mark) - cost. Costs
    // are kept in 2^-32 units, so that funding is the same whether it is booked of all or position by position.
    /// @param settle  asset that costs are in; @param mark [quote/base]
    PerpId add_contract(AssetId settle, Contract const& contract, Price mark);
    [[nodiscard]] std::size_t contracts() const { return contracts_.size(); }
    [[nodiscard]] Price mark(PerpId contract) const { return contracts_[contract.index()].mark; }
    void endow_contract(ClassId owner, PerpId contract, Units size, Amount cost);
    /// What a class has in a contract changes; what that is worth at mark is a loss (or gain) through `channel`.
    void change_contract(ClassId owner, PerpId contract, Units size, Amount cost, Channel channel);
    /// Every unit of size pays so much, and every short unit receives it [2^-32 settlement units].
    void pay_funding(PerpId contract, std::int64_t rate, Channel channel);
    /// A new mark; every class's gain or loss is split over the channels by weight.
    void remark(PerpId contract, Price mark, std::span<ChannelWeight const> weights);
    [[nodiscard]] Units size(ClassId owner, PerpId contract) const { return size_[place_of(owner, contract)]; }
    /// What a class has paid for its positions, all funding up to now in it [2^-32 settlement units].
    [[nodiscard]] Int128 paid(ClassId owner, PerpId contract) const
    {
        std::size_t const at = place_of(owner, contract);
        return base_cost_[at] + static_cast<Int128>(size_[at].value()) * contracts_[contract.index()].funding_index;
    }

    [[nodiscard]] Amount holding(ClassId owner, std::size_t place, AssetId asset) const
    {
        return holding_[cell(owner, place, asset)];
    }
    [[nodiscard]] MicroUsd wealth(ClassId owner) const { return wealth_[owner.index()]; }
    [[nodiscard]] MicroUsd initial(ClassId owner) const { return initial_[owner.index()]; }
    [[nodiscard]] MicroUsd inflow(ClassId owner) const { return inflow_[owner.index()]; }
    [[nodiscard]] MicroUsd loss(ClassId owner, Channel channel) const
    {
        return loss_[owner.index() * channel_count + static_cast<std::size_t>(channel)];
    }
    /// Initial wealth + net inflow - present wealth.
    [[nodiscard]] MicroUsd loss(ClassId owner) const;
    /// Every class: the channels sum to the loss, present wealth to the value of its cells, each valued anew.
    /// @throws BrokenInvariant naming the class and both sums
    void audit() const;

    void columns(ColumnVisitor& column);

  private:
    [[nodiscard]] std::size_t cell(ClassId owner, std::size_t place, AssetId asset) const
    {
        return (owner.index() * places_ + place) * units_.size() + asset.index();
    }
    /// What the wealth book must know of a contract.
    struct Terms {
        AssetId settle;
        Contract contract;
        Price mark;
        std::int64_t funding_index = 0;  ///< paid by a unit of size so far [2^-32 settlement units]
    };
    [[nodiscard]] std::size_t place_of(ClassId owner, PerpId contract) const
    {
        return contract.index() * names_.size() + owner.index();
    }
    /// Value of a class's positions in a contract at its mark [1e-6 USD].
    [[nodiscard]] MicroUsd worth(ClassId owner, PerpId contract) const;
    /// New value of a cell less the old one.
    MicroUsd revalued(std::size_t cell, AssetId asset);
    MicroUsd revalued(ClassId owner, PerpId contract);
    void book(ClassId owner, Channel channel, MicroUsd gain);
    void book(ClassId owner, std::span<ChannelWeight const> weights, MicroUsd gain);

    std::vector<std::string> names_;
    std::size_t places_ = 1;
    std::vector<double> units_;
    Column<double> price_;
    Column<Amount> holding_;
    Column<MicroUsd> value_;
    Column<MicroUsd> wealth_, initial_, inflow_, loss_;
    std::vector<Terms> contracts_;
    // One row per contract x class.
    Column<Units> size_;
    std::vector<Int128> base_cost_;  // less size x funding index, so that only trades change it
    Column<MicroUsd> open_value_;
};

}  // namespace stampede
