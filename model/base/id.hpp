#pragma once
// Identities that cannot be mixed: an account is not a market.

#include <compare>
#include <cstdint>
#include <limits>

namespace stampede {

/// Index of one thing of the kind `Tag`; default constructed it names nothing.
template <class Tag, class Rep = std::uint32_t>
class Id {
  public:
    using rep = Rep;
    static constexpr Rep nothing = std::numeric_limits<Rep>::max();

    constexpr Id() = default;
    constexpr explicit Id(Rep index) : index_{index} {}
    /// From a container size or loop counter; the caller knows it fits.
    [[nodiscard]] static constexpr Id of(std::size_t index) { return Id{static_cast<Rep>(index)}; }

    [[nodiscard]] constexpr Rep value() const { return index_; }
    [[nodiscard]] constexpr std::size_t index() const { return index_; }
    [[nodiscard]] constexpr bool valid() const { return index_ != nothing; }
    constexpr auto operator<=>(Id const&) const = default;

  private:
    Rep index_ = nothing;
};

using AccountId = Id<struct AccountTag>;
using AssetId = Id<struct AssetTag, std::uint16_t>;
using ClassId = Id<struct ClassTag, std::uint16_t>;
/// A cross-margined account.
using CrossId = Id<struct CrossTag>;
using EventId = Id<struct EventTag>;
using InstitutionId = Id<struct InstitutionTag, std::uint16_t>;
/// What a venue lends to a margin account.
using LoanId = Id<struct LoanTag>;
using MarketId = Id<struct MarketTag, std::uint16_t>;
/// A perpetual market.
using PerpId = Id<struct PerpTag, std::uint16_t>;
using PersonId = Id<struct PersonTag>;
/// A protocol that lends against collateral.
using ProtocolId = Id<struct ProtocolTag, std::uint16_t>;
/// A pool of coins.
using PoolId = Id<struct PoolTag, std::uint16_t>;
/// Row of a perpetual market's positions.
using PositionId = Id<struct PositionTag>;

/// Row of a population's columns.
using Row = std::uint32_t;

}  // namespace stampede
