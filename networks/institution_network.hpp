#pragma once
// How a graph of institutions is made; one builder a file, the list is in networks/roster.cpp.

#include <cstdint>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

/// What the creditor owns of the debtor.
struct Link {
    std::uint32_t creditor, debtor;
    double weight;  ///< size of the exposure [USD]
};

/// Builds the exposures between institutions from their number and keyed luck.
class InstitutionNetwork {
  public:
    virtual ~InstitutionNetwork() = default;
    virtual void visit(FieldVisitor&) {}
    /// @param nodes  institutions 0 .. nodes-1, in the order in which the experiment names them
    /// @return at most one link per (creditor, debtor), no institution owns anything of itself
    /// @throws InputError if the parameters do not fit the number of institutions
    [[nodiscard]] virtual std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const = 0;
};

template <>
Roster<InstitutionNetwork> const& roster<InstitutionNetwork>();

}  // namespace stampede
