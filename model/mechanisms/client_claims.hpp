#pragma once
// What the clients of an institution get when it ends.

#include "model/world.hpp"

namespace stampede {

/// What an institution has in cold storage or on its way comes into hot storage at once.
void gather_tokens(World& world, InstitutionId id);
/// Clients' claims on a failed institution are cut to paid / owed, less what a guarantor pays in its place; they stay
/// frozen. What they lost because others left before them is booked to `run`, the rest to `default`.
/// @param paid, owed  to all creditors outside the clearing [1e-6 USD]
void cut_claims(World& world, InstitutionId id, Amount paid, Amount owed);
/// Everything in hot storage of an asset goes to those who still hold claims, in proportion; the claims end.
void pay_out_all(World& world, InstitutionId id, AssetId asset, EventId cause);

/// The rest of the world takes over, at market price, what a failed issuer of coins holds that is not their par.
void turn_into_par(World& world, InstitutionId id);
/// As `cut_claims`, of what an issuer owes on its coins; the guarantor pays what is lacking as far as he promised.
void cut_coins(World& world, InstitutionId id, Amount paid, Amount owed);

}  // namespace stampede
