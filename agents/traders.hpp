#pragma once
// Where somebody trades: a venue, an asset, and what it is paid with.

#include <string>

#include "model/base/distribution.hpp"
#include "model/base/fields.hpp"
#include "model/world.hpp"

namespace stampede {

/// Where a population trades, declared alike by all of them.
struct TradingPlace {
    std::string venue, base;
    std::string quote = "";  ///< "" = the quote of the first such market

    void visit(FieldVisitor& field);
    /// @param where  e.g. "/agents/value"
    /// @throws InputError if there is no such market
    [[nodiscard]] MarketId find(World const& world, std::string const& where) const;
    /// The same among the perpetual markets.
    [[nodiscard]] PerpId find_perp(World const& world, std::string const& where) const;
};

}  // namespace stampede
