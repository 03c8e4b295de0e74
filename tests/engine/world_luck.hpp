#pragma once
// Luck of one random world: draws keyed by what they are for, so that none depends on another or on their sequence.

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/roster.hpp"

namespace stampede::testing {

/// Which random world. The same case makes the same world.
struct WorldCase {
    std::uint64_t number = 0;
    /// Parts that are as plain as they can be: a family of rules takes its default everywhere, an agent or a shock is
    /// left out. What makes a world fail is found by making the rest plain.
    std::set<std::string, std::less<>> plain = {};
    bool may_read_files = true;  ///< see loaded_world
};

class WorldLuck {
  public:
    explicit WorldLuck(WorldCase const& world) : world_{world} {}

    /// The same world's luck for one of its parts, e.g. an institution.
    [[nodiscard]] WorldLuck of(std::string_view part) const
    {
        WorldLuck luck{*this};
        luck.purpose_ = purpose_.of(part);
        return luck;
    }
    [[nodiscard]] double between(std::string_view label, double low, double high) const
    {
        return low + (high - low) * draws_.uniform(purpose_.of(label), world_.number);
    }
    /// Uniform in its logarithm.
    [[nodiscard]] double scaled(std::string_view label, double low, double high) const
    {
        return low * std::pow(high / low, between(label, 0, 1));
    }
    [[nodiscard]] bool chance(std::string_view label, double p) const { return between(label, 0, 1) < p; }
    /// @return 0 .. count - 1
    [[nodiscard]] std::size_t index(std::string_view label, std::size_t count) const
    {
        return static_cast<std::size_t>(between(label, 0, static_cast<double>(count)));
    }
    [[nodiscard]] std::string one_of(std::string_view label, std::vector<std::string> const& words) const
    {
        return words[index(label, words.size())];
    }
    [[nodiscard]] std::string venue(std::string_view label) const { return one_of(label, {"Alpha", "Beta", "Gamma"}); }

    /// Whether a part that may be missing is there; it is missing in one world of ten.
    [[nodiscard]] bool has(std::string_view part) const
    {
        return !world_.plain.contains(part) && chance(fmt::format("has {}", part), 0.9);
    }
    /// An entry of a roster, each as likely.
    template <class Base>
    [[nodiscard]] std::string_view kind(std::string_view label) const
    {
        auto const& list = roster<Base>();
        bool const plain = world_.plain.contains(list.family());
        return list.entries()[plain ? 0 : index(fmt::format("{} {}", list.family(), label), list.entries().size())]
            .name;
    }

    [[nodiscard]] bool may_read_files() const { return world_.may_read_files; }
    [[nodiscard]] int step_seconds() const
    {
        constexpr int steps[] = {300, 600, 1800};
        return steps[WorldLuck{world_}.index("step", 3)];
    }
    /// Hours in which a share of 200 steps passes.
    [[nodiscard]] double hours(double share) const { return share * 200 * step_seconds() / 3600; }

  private:
    WorldCase world_;
    Draws draws_{77, 0};
    Purpose purpose_{"random world"};
};

}  // namespace stampede::testing
