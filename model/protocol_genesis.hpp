#pragma once
// The first state of the protocols.

#include <string>

#include "model/base/fields.hpp"
#include "model/protocol.hpp"

namespace stampede {

class World;
struct Declarations;

/// Declaration of one protocol.
struct ProtocolParameters {
    std::string collateral, coin;
    VaultTerms terms;
    double supplied = 0, stable = 0;  ///< [coins]

    void visit(FieldVisitor& field);
};

/// Protocols as institutions after the declared ones and the pools; before the ledger is made.
void add_protocols(World& world, Declarations const& declared);
/// Lenders and stability pool, which passive makers own; storage for what is claimed and not lent; after the births.
/// @throws InputError if more is lent than there is to lend
void endow_protocols(World& world, Declarations const& declared);

/// Opens a vault at birth.
/// @return its row in the protocol
[[nodiscard]] Row open_vault(World& world, ProtocolId protocol, ClassId owner, Amount collateral, Amount debt);

}  // namespace stampede
