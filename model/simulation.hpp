#pragma once
// The step, and nothing else.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/mechanism.hpp"
#include "model/observer.hpp"
#include "model/population.hpp"

namespace stampede {

/// Runs a world step by step. Same world, same bits: for any number of threads, saved and resumed or not.
class Simulation {
  public:
    Simulation(std::unique_ptr<World> world, std::vector<std::unique_ptr<Population>> populations,
               std::vector<std::unique_ptr<Mechanism>> mechanisms, std::vector<std::unique_ptr<Observer>> observers);

    /// One step: every phase in order. @throws BrokenInvariant naming step, phase and mechanism
    void step();
    [[nodiscard]] bool done() const { return world_->clock.step >= world_->clock.steps; }

    [[nodiscard]] View& world() const { return *world_; }
    [[nodiscard]] std::vector<std::unique_ptr<Population>> const& populations() const { return populations_; }
    [[nodiscard]] std::vector<std::unique_ptr<Mechanism>> const& mechanisms() const { return mechanisms_; }
    [[nodiscard]] std::vector<std::unique_ptr<Observer>> const& observers() const { return observers_; }
    /// What was wished in the last step.
    [[nodiscard]] Intents const& wishes() const { return wishes_; }
    /// For interventions and tests; a run under way is changed by mechanisms alone.
    [[nodiscard]] World& changeable_world() { return *world_; }
    /// For tests: one more mechanism, before all others of its phase.
    void act_first(std::unique_ptr<Mechanism> mechanism)
    {
        mechanisms_.insert(mechanisms_.begin(), std::move(mechanism));
    }

    /// Saves or restores everything that changes. After restoring call `restored`.
    void columns(ColumnVisitor& column);
    void restored();

  private:
    void decide();
    void act(Phase phase);
    void audit() const;

    std::unique_ptr<World> world_;
    std::vector<std::unique_ptr<Population>> populations_;
    std::vector<std::unique_ptr<Mechanism>> mechanisms_;
    std::vector<std::unique_ptr<Observer>> observers_;
    Intents wishes_;
};

/// The table of phases as text, with the mechanisms that act in each.
[[nodiscard]] std::string describe_step(std::vector<std::unique_ptr<Mechanism>> const& mechanisms);

}  // namespace stampede
