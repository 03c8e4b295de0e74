#pragma once
// The first state of the pools.

#include <map>
#include <string>

#include "model/base/roster.hpp"
#include "model/policies/pool_curve.hpp"

namespace stampede {

class World;
struct Declarations;

/// Declaration of one pool.
struct PoolParameters {
    Choice<PoolCurve> curve;
    std::map<std::string, double> coins;  ///< held at the start, by asset [coins]
    std::string quote, owner;
    Share fee{0.0004};
    bool marks = true;

    void visit(FieldVisitor& field);
};

/// Pools as institutions after the declared ones, each with an asset for its shares; before the ledger is made.
/// Moves the curves out of the declarations.
/// @throws InputError naming the place if a pool has fewer than two coins, or more than its curve can hold
void add_pools(World& world, Declarations& declared);

/// What they hold; shares that nobody was born with belong to the declared owner or the passive makers.
/// @throws InputError if populations were born with more shares than there are
void endow_pools(World& world, Declarations const& declared);

}  // namespace stampede
