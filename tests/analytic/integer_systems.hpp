#pragma once
// Integer balance sheets for the tests of the clearing round, and the steps of a contagion phase over them.

#include <cstdint>
#include <memory>
#include <vector>

#include "model/graphs/clearing.hpp"
#include "model/graphs/clearing_round.hpp"

namespace stampede::cases {

std::unique_ptr<ClearingRule> eisenberg_noe();
std::unique_ptr<ClearingRule> rogers_veraart(double alpha, double beta);
std::unique_ptr<ClearingRule> furfine(double loss);

Debt debt(std::size_t debtor, std::size_t creditor, std::int64_t owed);
std::vector<Amount> amounts(std::vector<std::int64_t> const& values);

/// Nothing is written off yet.
IntegerObligations system_of(std::vector<std::int64_t> const& own, std::vector<Debt> debts,
                             std::vector<std::int64_t> const& external);

/// Two to nine institutions by keyed draws; amounts below `most`.
IntegerObligations random_system(std::uint64_t seed, double most);

/// The same system for `clear` and `default_cascade`.
Obligations in_double(IntegerObligations const& system);

/// Per institution: open (owed and not written off), paid by it, received from others of the system.
struct Sums {
    std::vector<std::int64_t> open, paid, received;
};
Sums sums(IntegerObligations const& system, ClearingRound const& round);

struct Outcome {
    ClearingRound last;
    std::vector<bool> failed;
    int steps = 0;  ///< with somebody newly failed
};

/// What the contagion phase does: test solvency, clear one round, book provisions, until nobody else fails.
Outcome run(IntegerObligations system, ClearingRule const& rule);

}  // namespace stampede::cases
