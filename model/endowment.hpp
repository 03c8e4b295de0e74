#pragma once
// Claims that a market needs at the start, of those who rest in its book and of its insurance fund; what loans of an
// institution took out of its storage.

#include <string>

#include "model/world.hpp"

namespace stampede {

/// Opens an account with so many coins on it; the venue's storage is endowed by all claims on it.
/// @param source  place in the experiment that the coins follow from, as a JSON Pointer
/// @throws InputError naming that place if the coins make 1e18 smallest units or more
[[nodiscard]] AccountId endowed_claim(World& world, InstitutionId venue, AssetId asset, ClassId owner, double coins,
                                      std::string const& source);

/// What an institution has lent to margin accounts at the start has left its hot storage: who borrowed it spent it.
/// @param where  e.g. "/institutions/Exchange". @throws InputError if it has lent more than is there
void pay_out_loans(World& world, InstitutionId lender, std::string const& where);

}  // namespace stampede
