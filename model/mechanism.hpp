#pragma once
// Socket 2: what happens in a phase of the step.

#include <array>
#include <cstdint>
#include <string_view>

#include "model/intent.hpp"
#include "model/world.hpp"

namespace stampede {

/// Phases of a step, in their order.
enum class Phase : std::uint8_t {
    shock,
    observe,
    decide,
    trade,
    mark,
    margin,
    deleverage,
    redeem,
    settle,
    contagion,
    record
};
inline constexpr std::array<Phase, 11> all_phases = {Phase::shock,  Phase::observe,   Phase::decide,     Phase::trade,
                                                     Phase::mark,   Phase::margin,    Phase::deleverage, Phase::redeem,
                                                     Phase::settle, Phase::contagion, Phase::record};
[[nodiscard]] std::string_view name_of(Phase phase);
/// What happens in it, in one line.
[[nodiscard]] std::string_view meaning_of(Phase phase);

/// What a mechanism works on.
struct StepContext {
    World& world;
    Intents& wishes;  ///< of this step, as decided on the frozen state
};

/// One verb of the market. All its state is in the world, so it can be saved and branched.
class Mechanism {
  public:
    virtual ~Mechanism() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual Phase phase() const = 0;
    /// Once, before the first step of a new world: what it publishes for that step. @throws InputError
    virtual void start(World&) const {}
    virtual void apply(StepContext& step) const = 0;
};

}  // namespace stampede
