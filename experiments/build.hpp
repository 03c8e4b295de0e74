#pragma once
// Names become objects: an experiment's plain data becomes a simulation that can run.

#include <cstdint>
#include <memory>
#include <vector>

#include "experiments/config.hpp"
#include "model/observer.hpp"
#include "model/simulation.hpp"

namespace stampede {

/// What is chosen per run and not part of the experiment's world.
struct RunOptions {
    std::uint64_t seed = 1;
    std::uint64_t replicate = 0;
    unsigned threads = 1;
    bool audits = false;
    bool lazy = true;  ///< false: the slow reference, see World::lazy
};

/// @param experiment  consumed: its populations and rules move into the simulation
/// @throws InputError for what only shows when the balance sheets are made, e.g. more coins held than supplied
[[nodiscard]] std::unique_ptr<Simulation> build(Experiment experiment, RunOptions const& options,
                                                std::vector<std::unique_ptr<Observer>> observers);

/// The mechanisms in the order in which they act, for `describe step`.
[[nodiscard]] std::vector<std::unique_ptr<Mechanism>> default_mechanisms();

}  // namespace stampede
