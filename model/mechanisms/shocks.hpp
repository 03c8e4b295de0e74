#pragma once
// The timeline: shocks that fall due.

#include <memory>
#include <string>
#include <vector>

#include "model/mechanism.hpp"
#include "model/shock.hpp"

namespace stampede {

/// Applies every shock in the step that contains its time; those of one step in the order of time, then of name.
/// Ends the outages that are over.
class Shocks final : public Mechanism {
  public:
    struct Entry {
        std::string name;
        std::unique_ptr<Shock> shock;
    };
    explicit Shocks(std::vector<Entry> timeline);
    [[nodiscard]] std::string_view name() const override { return "shocks"; }
    [[nodiscard]] Phase phase() const override { return Phase::shock; }
    /// @throws InputError in the first step if any shock, due or not, lacks a name or names what is not there
    void apply(StepContext& step) const override;
    /// @throws InputError if an entry lacks a name or names what is not there
    void check(View& world) const;

  private:
    [[nodiscard]] static bool happens(Entry const& entry, View& world);

    std::vector<Entry> timeline_;
};

}  // namespace stampede
